package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ddns gateway} as a process of its own, beside real BIND: accounts are added while it runs, it takes a new
 * configuration, and whatever is killed at whatever instant, each {@code good} is in the zone afterwards. {@code
 * -Dddnskit.kills=100} kills more often, {@code -Dddnskit.seed=N} at the same times.
 */
class GatewayIT {

    private static final int KILLS = Integer.getInteger("ddnskit.kills", 6);
    private static final int DEVICES = 4;
    private static final String STATUS = "\n  \"status\": \"127.0.0.1:0\",";
    private static final String PASSWORD = "correct horse battery staple";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private Path config(PeerServer bind, String more) throws IOException {
        TsigKey key = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
        return Files.writeString(folder.resolve("gateway.json"), """
                {
                  "listen": "127.0.0.1:0",
                  "plainHttp": true,
                  "accounts": "accounts.json",
                  "state": "gateway.state",
                  "audit": "audit.log",%s
                  "limits": {"perHost": 1000000, "perAccount": 1000000, "perNetwork": 1000000},
                  "updaters": {
                    "bind": {
                      "type": "rfc2136", "server": "%s", "zone": "example.test",
                      "key": {"name": "%s", "algorithm": "hmac-sha256", "secret": "%s"}
                    }
                  },
                  "zones": [{"name": "example.test", "updater": "bind", "ttl": 60, "allow": ["documentation"]}]
                }
                """.formatted(
                        more, bind.address(), key.name(), key.secret().reveal()));
    }

    @Test
    void accountsAndConfigurationChangeWhileItRuns() throws Exception {
        try (PeerServer bind = Named.start()) {
            Path file = config(bind, STATUS);
            try (DdnsProcess gateway = DdnsProcess.start(List.of(), "gateway", "--config", file.toString())) {
                String base = base(gateway);
                assertThat(ask(base, "home.example.test", "203.0.113.1", "secret"))
                        .isEqualTo("badauth");
                assertThat(get(status(gateway) + "/health")).isEqualTo("up\n");
                assertThat(get(status(gateway) + "/status"))
                        .contains("\"health\":\"up\"")
                        .contains("\"badauth\":1");
                Files.writeString(folder.resolve("password"), PASSWORD + "\n");
                account("add", "--password-file", folder.resolve("password").toString(), "alice", "home.example.test");
                await(() ->
                        ask(base, "home.example.test", "203.0.113.1", PASSWORD).startsWith("good"));
                assertThat(bind.data("home.example.test", "A")).containsExactly("203.0.113.1");

                String token = account("token", "alice", "home.example.test").strip();
                await(() -> ask(base, "home.example.test", "203.0.113.2", token).startsWith("good"));
                account("disable", "alice");
                await(() -> ask(base, "home.example.test", "203.0.113.3", token).equals("abuse"));
                account("disable", "--undo", "alice");
                assertThat(account("list"))
                        .isEqualTo("alice: home.example.test, a password, 1 token\n")
                        .doesNotContain(token);

                config(bind, STATUS + "\n  \"requireUserAgent\": true,");
                gateway.hangUp();
                gateway.await(line -> line.endsWith("the configuration was read again"));
                await(() -> ask(base, "home.example.test", "203.0.113.4", token).startsWith("good"));
                DdnsProcess.replace(
                        file, Files.readString(file).replace("example.test\", \"upd", "example..test\", \"upd"));
                gateway.hangUp();
                gateway.await(line -> line.contains("$.zones[0].name"));
                assertThat(ask(base, "home.example.test", "203.0.113.5", token)).startsWith("good");

                gateway.terminate();
                assertThat(gateway.exitCode()).isZero();
                assertThat(String.join("\n", gateway.everything())).doesNotContain(token, PASSWORD);
                assertThat(Files.readString(folder.resolve("audit.log")))
                        .contains("\"host\":\"home.example.test\",\"account\":\"alice\",\"source\":\"127.0.0.1\"")
                        .doesNotContain(token, PASSWORD);
            }
        }
    }

    @Test
    void whateverIsKilledEachGoodIsInTheZone() throws Exception {
        long seed = Long.getLong("ddnskit.seed", new Random().nextLong());
        System.out.println("GatewayIT: the seed is " + seed);
        Random random = new Random(seed);
        try (PeerServer bind = Named.start()) {
            Path file = config(bind, "");
            List<Device> devices = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                String host = "device" + i + ".example.test";
                account("add", "account" + i, host);
                devices.add(
                        new Device(host, account("token", "account" + i, host).strip()));
            }
            ExecutorService threads = Executors.newFixedThreadPool(DEVICES);
            DdnsProcess gateway = DdnsProcess.start(List.of(), "gateway", "--config", file.toString());
            try {
                String base = base(gateway);
                int confirmed = 0;
                for (int kill = 0; kill < KILLS; kill++) {
                    String here = base;
                    AtomicBoolean stop = new AtomicBoolean();
                    List<Future<?>> running = new ArrayList<>();
                    for (Device device : devices) {
                        running.add(threads.submit(() -> device.sendUntil(stop, here)));
                    }
                    await(() -> devices.stream().allMatch(device -> device.confirmed.get() > 0));
                    long instant = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(500));
                    while (System.nanoTime() < instant) {
                        Thread.onSpinWait();
                    }
                    if (kill % 2 == 0) {
                        gateway.kill();
                    } else {
                        bind.kill();
                    }
                    stop.set(true);
                    for (Future<?> one : running) {
                        one.get(120, TimeUnit.SECONDS);
                    }
                    if (kill % 2 == 0) {
                        gateway.exitCode();
                        gateway = DdnsProcess.start(List.of(), "gateway", "--config", file.toString());
                        base = base(gateway);
                    } else {
                        bind.restart();
                    }
                    for (Device device : devices) {
                        device.verify(bind, seed);
                        confirmed += device.confirmed.getAndSet(0);
                    }
                }
                System.out.println("GatewayIT: " + confirmed + " updates were confirmed around " + KILLS + " kills");
                assertThat(confirmed).as("updates that were confirmed").isGreaterThanOrEqualTo(KILLS * DEVICES);
            } finally {
                threads.shutdownNow();
                gateway.close();
            }
        }
    }

    /** A device whose address changes with each request. */
    private final class Device {

        private final String host;
        private final String token;
        private final AtomicInteger confirmed = new AtomicInteger();
        private int number;
        private String good = "";
        private final List<String> sentSince = new ArrayList<>();

        Device(String host, String token) {
            this.host = host;
            this.token = token;
        }

        void sendUntil(AtomicBoolean stop, String base) {
            while (!stop.get()) {
                String address = "203.0.113." + (number++ % 250 + 1);
                sentSince.add(address);
                String said;
                try {
                    said = ask(base, host, address, token);
                } catch (IOException killed) {
                    continue;
                } catch (InterruptedException e) {
                    return;
                }
                if (said.startsWith("good") || said.startsWith("nochg")) {
                    good = address;
                    sentSince.clear();
                    confirmed.incrementAndGet();
                }
            }
        }

        void verify(PeerServer bind, long seed) {
            List<String> possible = new ArrayList<>(sentSince);
            possible.add(good);
            String held = String.join(", ", bind.data(host, "A"));
            assertThat(held)
                    .as("%s: what was confirmed last, or sent since; seed %s", host, seed)
                    .isIn(possible);
            sentSince.clear();
            sentSince.add(held);
        }
    }

    private static String base(DdnsProcess gateway) throws InterruptedException {
        String line = gateway.await(said -> said.contains("listening on "));
        return "http://127.0.0.1:" + line.substring(line.lastIndexOf(':') + 1);
    }

    private static String status(DdnsProcess gateway) throws InterruptedException {
        String said = gateway.output().stream()
                .filter(line -> line.contains("how it is stands at "))
                .findFirst()
                .orElse("");
        String line = said.isEmpty() ? gateway.await(one -> one.contains("how it is stands at ")) : said;
        return "http://127.0.0.1:" + line.substring(line.lastIndexOf(':') + 1);
    }

    private String get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String ask(String base, String host, String address, String secret)
            throws IOException, InterruptedException {
        String name = secret.equals(PASSWORD) || secret.equals("secret") ? "alice" : host;
        String login = Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(base + "/nic/update?hostname=" + host + "&myip=" + address))
                .header("Authorization", "Basic " + login)
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
    }

    private String account(String... words) {
        List<String> line = new ArrayList<>(List.of("gateway", "account", words[0]));
        line.addAll(List.of("--accounts", folder.resolve("accounts.json").toString()));
        line.addAll(List.of(words).subList(1, words.length));
        Program program = Program.run(line.toArray(String[]::new));
        assertThat(program.exitCode()).as(program.err()).isZero();
        return program.out();
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it does not come").isLessThan(deadline);
        }
    }
}

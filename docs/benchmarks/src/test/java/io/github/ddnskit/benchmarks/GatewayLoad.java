package io.github.ddnskit.benchmarks;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.gateway.Account;
import io.github.ddnskit.gateway.AccountToken;
import io.github.ddnskit.gateway.GatewayLimits;
import io.github.ddnskit.gateway.GatewayServer;
import io.github.ddnskit.gateway.GatewayZone;
import io.github.ddnskit.gateway.MemoryAccountStore;
import io.github.ddnskit.gateway.RefreshStore;
import io.github.ddnskit.gateway.UpdateGateway;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How many updates a second a gateway takes over HTTP from the devices of 100,000 accounts and has confirmed by a real BIND,
 * with and without commits together, beside a script that calls nsupdate for each. Devices, gateway and BIND share the
 * machine; connections are kept, as behind a proxy, and each device is new at first: its token is hashed.
 */
public final class GatewayLoad {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final GatewayLimits NONE = GatewayLimits.standard()
            .withPerHost(new GatewayLimits.Rate(1_000_000, MINUTE))
            .withPerAccount(new GatewayLimits.Rate(1_000_000, MINUTE))
            .withPerNetwork(new GatewayLimits.Rate(100_000_000, MINUTE));

    private final PrintStream out;
    private final int accounts;
    private final int connections;
    private final Duration time;
    private final List<String> tokens = new ArrayList<>();
    private final MemoryAccountStore store;

    private GatewayLoad(PrintStream out, int accounts, int connections, Duration time) {
        this.out = out;
        this.accounts = accounts;
        this.connections = connections;
        this.time = time;
        List<Account> all = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            Hostname host = Hostname.of("host-" + i + ".example.test");
            AccountToken.Fresh token = AccountToken.create(host);
            tokens.add(token.text());
            all.add(Account.of("account" + i).withHost(host).withToken(token.kept(), Instant.MAX));
        }
        store = MemoryAccountStore.of(all);
    }

    /**
     * Runs it.
     *
     * @param args accounts, connections and seconds; 100000, 64 and 20 if left out
     * @throws Exception if BIND does not start, or an update is not confirmed
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // as ddns gateway does
        int accounts = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int connections = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        GatewayLoad load = new GatewayLoad(System.out, accounts, connections, Duration.ofSeconds(seconds));
        load.gateway("(warming up) committed together", 500, Duration.ofSeconds(5));
        load.gateway("committed together", 500, load.time);
        load.gateway("each committed for itself", 1, load.time);
        load.script();
        System.exit(0);
    }

    private void gateway(String what, int most, Duration span) throws Exception {
        Path state = Files.createTempDirectory("gateway-load").resolve("state");
        try (PeerServer bind = Named.start()) {
            Rfc2136Updater updater = Rfc2136Updater.builder()
                    .server(bind.address())
                    .zone("example.test")
                    .tsig(KEY)
                    .build();
            try (UpdateGateway gateway = UpdateGateway.builder()
                            .zone(GatewayZone.builder(Hostname.of("example.test"), updater)
                                    .allow(AddressClass.DOCUMENTATION)
                                    .together(Duration.ofMillis(2), most)
                                    .build())
                            .accounts(store)
                            .refreshes(RefreshStore.at(state))
                            .limits(NONE)
                            .hashing(1000, 1, 10_000)
                            .allowPlainHttp()
                            .build();
                    GatewayServer server = GatewayServer.builder(gateway)
                            .reading(connections + 2, Duration.ofSeconds(10))
                            .start()) {
                drive(what, server.address().getPort(), span);
                out.println("  " + gateway.status().toJson());
            }
        }
    }

    private void drive(String what, int port, Duration span) throws Exception {
        ExecutorService devices = Executors.newFixedThreadPool(connections);
        long begin = System.nanoTime();
        long end = begin + span.toNanos();
        List<Future<long[]>> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            all.add(devices.submit(() -> connection(port, end)));
        }
        devices.shutdown(); // once they are done
        List<long[]> latencies = new ArrayList<>();
        for (Future<long[]> one : all) {
            latencies.add(one.get());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] sorted =
                latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.1f | %.1f |%n",
                what,
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    /** What one connection does until the end: updates of devices at random, each with an address of its own. */
    private long[] connection(int port, long end) throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        List<Long> latencies = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream to = socket.getOutputStream();
            while (System.nanoTime() < end) {
                int account = random.nextInt(accounts);
                String request = "GET /update?token=" + tokens.get(account) + "&ip=203.0.113."
                        + (1 + random.nextInt(250)) + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: load/1\r\n\r\n";
                long begin = System.nanoTime();
                to.write(request.getBytes(StandardCharsets.US_ASCII));
                String body = answer(in);
                latencies.add(System.nanoTime() - begin);
                if (!body.startsWith("good") && !body.startsWith("nochg")) {
                    throw new IOException("the gateway said " + body);
                }
            }
        }
        return latencies.stream().mapToLong(Long::longValue).toArray();
    }

    private static String answer(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the gateway hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** What a script behind a web server does: a process for each request, as many at once as there are processors. */
    private void script() throws Exception {
        int requests = 400;
        Path folder = Files.createTempDirectory("gateway-script");
        Path key = Files.writeString(
                folder.resolve("key"),
                "key \"" + KEY.name() + "\" { algorithm hmac-sha256; secret \""
                        + KEY.secret().reveal() + "\"; };\n");
        try (PeerServer bind = Named.start()) {
            int atOnce = Runtime.getRuntime().availableProcessors();
            ExecutorService threads = Executors.newFixedThreadPool(atOnce);
            long begin = System.nanoTime();
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    long start = System.nanoTime();
                    Path in = Files.writeString(
                            folder.resolve("in" + number),
                            "server 127.0.0.1 " + bind.port() + "\nzone example.test\nupdate delete host-" + number
                                    + ".example.test. A\nupdate add host-" + number
                                    + ".example.test. 60 A 203.0.113.9\nsend\n");
                    Process process = new ProcessBuilder("nsupdate", "-k", key.toString(), in.toString())
                            .redirectErrorStream(true)
                            .start();
                    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    if (process.waitFor() != 0) {
                        throw new IOException("nsupdate failed: " + said);
                    }
                    return System.nanoTime() - start;
                }));
            }
            threads.shutdown(); // once they are done
            long[] latencies = new long[requests];
            for (int i = 0; i < requests; i++) {
                latencies[i] = all.get(i).get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Arrays.sort(latencies);
            out.printf(
                    Locale.ROOT,
                    "| a script with nsupdate | %,.0f | %.1f | %.1f |%n",
                    requests / seconds,
                    latencies[requests / 2] / 1e6,
                    latencies[(int) (requests * 0.99)] / 1e6);
        }
    }
}

package io.github.ddnskit.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One update from the command line, from the start of the process to its end, which comes after the server has confirmed it: {@code ddns
 * once}, ddclient and inadyn in turn, each with another address each time, and with nothing remembered from the time before. The
 * servers are in this JVM: the test library's name server, and a provider that says {@code good} to everything.
 */
public final class OneShot {

    private static final String SECRET = "YSBzZWNyZXQgZm9yIG1lYXN1cmVtZW50cyBvbmx5";
    private static final String HOST = "home.example.test";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> SMALL =
            List.of(JAVA.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final PrintStream out;
    private final Path jar;
    private final int rounds;
    private final Path folder;
    private final FakeAuthoritativeServer dns;
    private final HttpServer provider;
    private final AtomicInteger good = new AtomicInteger();
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private volatile String address = "203.0.113.1";

    private OneShot(PrintStream out, Path jar, int rounds) throws IOException {
        this.out = out;
        this.jar = jar.toAbsolutePath();
        this.rounds = rounds;
        folder = Files.createTempDirectory("one-shot");
        dns = FakeAuthoritativeServer.zone("example.test")
                .key(TsigKey.parse("ddns-key.:" + SECRET))
                .start();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        provider.createContext("/address", exchange -> answer(exchange, address));
        provider.createContext("/nic/update", exchange -> {
            good.incrementAndGet();
            answer(exchange, "good " + address);
        });
        provider.start();
    }

    /**
     * Runs it.
     *
     * @param args the reference client, as a jar, and how often, if not 15 times
     * @throws Exception if a program cannot be started
     */
    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args.length == 0 ? "../examples/target/ddns.jar" : args[0]);
        new OneShot(System.out, jar, args.length < 2 ? 15 : Integer.parseInt(args[1])).run();
    }

    private void run() throws Exception {
        try {
            ddns();
            if (isThere("ddclient")) {
                ddclient();
            }
            if (isThere("inadyn")) {
                inadyn();
            }
            Map<String, List<Long>> millis = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                    address = "203.0.113." + (2 + round % 250);
                    prepare();
                    long begin = System.nanoTime();
                    run(command.getValue());
                    long took = (System.nanoTime() - begin) / 1_000_000;
                    requireUpdated(command.getKey());
                    if (round > 0) { // the first only fills the cache of the disk
                        millis.computeIfAbsent(command.getKey(), name -> new ArrayList<>())
                                .add(took);
                    }
                }
            }
            out.println("| one update, " + rounds + " times | median | 90 % within | longest |");
            out.println("|---|---|---|---|");
            millis.forEach((name, times) -> out.println(row(name, times)));
        } finally {
            provider.stop(0);
            dns.close();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void ddns() throws Exception {
        Path config = Files.writeString(folder.resolve("ddns.json"), """
                { "state": "ddns.state", "allow": ["documentation"],
                  "sources": [ {"type": "file", "path": "address.txt"} ],
                  "updaters": { "dns": { "type": "rfc2136", "server": "%s", "zone": "example.test",
                      "key": { "name": "ddns-key", "secret": "%s" } } },
                  "hosts": [ { "name": "%s", "updater": "dns", "families": ["ipv4"] } ] }
                """.formatted(dns.server(), SECRET, HOST));
        Path archive = folder.resolve("ddns.jsa");
        List<String> once = List.of("-jar", jar.toString(), "once", "--config", config.toString());
        prepare();
        run(concat(SMALL, concat(List.of("-XX:ArchiveClassesAtExit=" + archive), once)));
        commands.put(
                "ddns, DNS update, with an archive of its classes",
                concat(SMALL, concat(List.of("-XX:SharedArchiveFile=" + archive), once)));
        commands.put("ddns, DNS update, without", concat(SMALL, once));
        commands.put("ddns, DNS update, a JVM without options", concat(List.of(JAVA.toString()), once));
        Path classes = Path.of(OneShot.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        commands.put(
                "a JVM with the options that does nothing",
                concat(SMALL, List.of("-cp", classes.toString(), Idle.Nothing.class.getName())));
    }

    private void ddclient() throws IOException {
        int port = Integer.parseInt(dns.server().substring(dns.server().lastIndexOf(':') + 1));
        Path key = secretly("key", "key \"ddns-key\" { algorithm hmac-sha256; secret \"" + SECRET + "\"; };\n");
        if (isThere("nsupdate")) {
            // its server cannot have a port, so the name of the program brings it along
            Path nsupdate = Files.setPosixFilePermissions(
                    Files.writeString(
                            folder.resolve("nsupdate"),
                            "#!/bin/sh\nsed 's/^server .*/server 127.0.0.1 " + port + "/' | exec nsupdate \"$@\"\n"),
                    PosixFilePermissions.fromString("rwx------"));
            ddclient("ddclient, DNS update with nsupdate", "ddclient-dns.conf", """
                    protocol=nsupdate, server=127.0.0.1, login=%s, password=%s, zone=example.test, ttl=60
                    """.formatted(nsupdate, key));
        }
        ddclient("ddclient, HTTP", "ddclient-http.conf", """
                ssl=no, protocol=dyndns2, server=127.0.0.1:%d, login=me, password=secret
                """.formatted(
                        provider.getAddress().getPort()));
    }

    private void ddclient(String name, String file, String protocol) throws IOException {
        Path config = secretly(file, """
                syslog=no
                use=cmd, cmd='cat %s'
                %s %s
                """.formatted(folder.resolve("address.txt"), protocol.strip(), HOST));
        commands.put(
                name,
                List.of(
                        "ddclient",
                        "-daemon=0",
                        "-foreground",
                        "-quiet",
                        "-file",
                        config.toString(),
                        "-cache",
                        folder.resolve("ddclient.cache").toString()));
    }

    private void inadyn() throws IOException {
        String server = "127.0.0.1:" + provider.getAddress().getPort();
        Path config = secretly("inadyn.conf", """
                verify-address = false
                custom one {
                  ssl = false
                  username = me
                  password = secret
                  hostname = %s
                  checkip-command = "cat %s"
                  ddns-server = %s
                  ddns-path = "/nic/update?hostname=%%h&myip=%%i"
                  ddns-response = "good"
                }
                """.formatted(HOST, folder.resolve("address.txt"), server));
        commands.put(
                "inadyn, HTTP",
                List.of(
                        "inadyn",
                        "-1",
                        "--force",
                        "-n",
                        "--no-pidfile",
                        "-l",
                        "err",
                        "--cache-dir=" + folder,
                        "-f",
                        config.toString()));
    }

    /** Another address, which nobody has published yet. */
    private void prepare() throws IOException {
        Files.writeString(folder.resolve("address.txt"), address + "\n");
        good.set(0);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(OneShot::isMemory).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isMemory(Path file) {
        return file.toString().endsWith(".cache") || file.toString().endsWith(".state");
    }

    private void requireUpdated(String name) {
        boolean updated =
                name.contains("HTTP") ? good.get() == 1 : dns.addresses(HOST).equals(List.of(address));
        if (!updated && !name.contains("nothing")) {
            throw new IllegalStateException(name + " has not published " + address + ", see " + folder);
        }
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " does not end");
        }
    }

    private Path secretly(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream to = exchange.getResponseBody()) {
            to.write(body);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.of(first, second).flatMap(List::stream).toList();
    }

    private static String row(String name, List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d ms | %d ms | %d ms |",
                name,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 9 / 10),
                sorted.get(sorted.size() - 1));
    }
}

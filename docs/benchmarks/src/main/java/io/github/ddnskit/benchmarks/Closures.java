package io.github.ddnskit.benchmarks;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.ip.FixedIpSource;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What each set of modules costs: jars, the time until a client has been started, and its memory a while later. Nothing is
 * sent, as the address is one of documentation. On Linux, by {@code /proc}.
 */
public final class Closures {

    private static final int ROUNDS = 5;
    private static final int SETTLING_SECONDS = 10;

    private static final List<String> CORE = List.of("ddns-core-", "jspecify-");
    private static final List<String> RFC2136 =
            List.of("ddns-core-", "jspecify-", "ddns-rfc2136-", "dnsjava-", "slf4j-api-");
    private static final List<String> PROVIDERS = List.of(
            "ddns-core-",
            "jspecify-",
            "ddns-providers-",
            "okhttp-jvm-",
            "okio-jvm-",
            "kotlin-stdlib-",
            "jackson-",
            "annotations-");

    private Closures() {}

    /**
     * Runs it.
     *
     * @param args none
     * @throws Exception if a JVM cannot be started, or ends
     */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        out.println("| what | jars | KB | start of the JVM until the client is started | memory (RSS) |");
        out.println("|---|---|---|---|---|");
        out.println(row("core", Core.class, CORE));
        out.println(row("core + rfc2136", Rfc2136.class, RFC2136));
        out.println(row("core + providers", Providers.class, PROVIDERS));
        out.println(row("all three", Providers.class, concat(RFC2136, PROVIDERS)));
    }

    private static List<String> concat(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static String row(String name, Class<?> program, List<String> artifacts) throws Exception {
        List<Path> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(jar -> artifacts.stream().anyMatch(jar.getFileName().toString()::startsWith))
                .filter(jar -> !jar.toString().endsWith("-tests.jar"))
                .toList();
        long bytes = 0;
        for (Path jar : jars) {
            bytes += Files.size(jar);
        }
        long[] millis = new long[ROUNDS];
        long memory = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            Process process = start(program, jars);
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                if (!"ready".equals(lines.readLine())) {
                    throw new IllegalStateException(program.getSimpleName() + " does not start");
                }
                millis[round] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                if (round == ROUNDS - 1) {
                    var unused = new CountDownLatch(1).await(SETTLING_SECONDS, TimeUnit.SECONDS);
                    memory = residentKib(process);
                }
            } finally {
                process.destroy();
            }
        }
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d ms | %d MiB |",
                name,
                jars.size(),
                bytes / 1000,
                millis[ROUNDS / 2],
                memory / 1024);
    }

    private static Process start(Class<?> program, List<Path> jars) throws IOException {
        // the folder or jar of this class comes last: it adds only the program
        String own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .findFirst()
                .orElseThrow();
        String path = String.join(
                File.pathSeparator, jars.stream().map(Path::toString).toList());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        path + File.pathSeparator + own,
                        program.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long residentKib(Process process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("the JVM has ended");
    }

    private static void run(DdnsClient.Builder builder) throws InterruptedException {
        try (DdnsClient client = builder.build()) {
            client.start();
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    private static void run(DnsUpdater updater) throws InterruptedException {
        run(DdnsClient.builder().host("home.example.org", updater).source(FixedIpSource.of("192.0.2.7")));
    }

    /** Only the core, with an updater of its own. */
    static final class Core implements DnsUpdater {
        private Core() {}

        /** Runs it. */
        public static void main(String[] args) throws InterruptedException {
            run(new Core());
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.standard();
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("nowhere");
        }

        @Override
        public UpdateReport update(Update update) {
            return UpdateReport.published(update);
        }
    }

    /** With a name server that is never asked. */
    static final class Rfc2136 {
        private Rfc2136() {}

        /** Runs it. */
        public static void main(String[] args) throws InterruptedException {
            run(Rfc2136Updater.builder().server("127.0.0.1").zone("example.org").build());
        }
    }

    /** With a service that is never asked, from a configuration. */
    static final class Providers {
        private Providers() {}

        /** Runs it. */
        public static void main(String[] args) throws Exception {
            try (DdnsConfig config = DdnsConfig.parse("""
                    { "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ],
                      "updaters": { "dns": { "type": "desec", "token": "token" } },
                      "hosts": [ { "name": "home.example.org", "updater": "dns" } ] }
                    """, Path.of("."), Catalog.load())) {
                run(config.client());
            }
        }
    }
}

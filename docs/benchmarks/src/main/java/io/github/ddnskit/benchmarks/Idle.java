package io.github.ddnskit.benchmarks;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.InterfaceIpSource;
import io.github.ddnskit.ip.InterfaceSignal;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a client with one host costs while nothing happens, with a list of the addresses of all interfaces every second: threads and
 * CPU time, beside a JVM that does nothing. On Linux, by {@code /proc}.
 */
public final class Idle {

    private static final int SETTLING_SECONDS = 90;

    /** A tick of {@code /proc/PID/stat}, on every Linux that Java runs on. */
    private static final int TICK_MILLIS = 10;

    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private Idle() {}

    /**
     * Runs it.
     *
     * @param args for how many minutes, if not 5
     * @throws Exception if a JVM cannot be started, or ends
     */
    public static void main(String[] args) throws Exception {
        measure(System.out, args.length == 0 ? 5 : Integer.parseInt(args[0]));
    }

    private static void measure(PrintStream out, int minutes) throws Exception {
        Process client = start(Client.class);
        Process nothing = start(Nothing.class, "forever");
        try {
            waitFor(SETTLING_SECONDS);
            long clientBefore = cpuMillis(client);
            long nothingBefore = cpuMillis(nothing);
            waitFor(60 * minutes);
            out.println("| idle for " + minutes + " minutes | threads | CPU time a minute | of one core |");
            out.println("|---|---|---|---|");
            List<String> threads = new ArrayList<>(threads(client));
            threads(nothing).forEach(threads::remove);
            out.println(row("a client with one host", threads(client), cpuMillis(client) - clientBefore, minutes));
            out.println(row("a JVM that does nothing", threads(nothing), cpuMillis(nothing) - nothingBefore, minutes));
            out.println();
            out.println("The client's own threads: " + threads);
        } finally {
            client.destroy();
            nothing.destroy();
        }
    }

    private static Process start(Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
    }

    private static void waitFor(int seconds) throws InterruptedException {
        var unused = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    }

    private static String row(String name, List<String> threads, long millis, int minutes) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d ms | %.3f %% |",
                name,
                threads.size(),
                millis / minutes,
                100.0 * millis / (60_000.0 * minutes));
    }

    private static long cpuMillis(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Arrays.stream(words, 11, 15).mapToLong(Long::parseLong).sum() * TICK_MILLIS;
    }

    /** The first 15 characters of the name of each thread. */
    private static List<String> threads(Process process) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            for (Path task : tasks.sorted().toList()) {
                names.add(Files.readString(task.resolve("comm")).strip());
            }
        }
        return names;
    }

    /** A JVM that does nothing: at all, or for ever. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String[] args) throws InterruptedException {
            if (args.length > 0) {
                new CountDownLatch(1).await();
            }
        }
    }

    /** The client that is measured. */
    static final class Client implements DnsUpdater {
        private Client() {}

        public static void main(String[] args) throws InterruptedException {
            try (DdnsClient client = DdnsClient.builder()
                    .host("home.example.test", new Client())
                    .source(InterfaceIpSource.any())
                    .signal(InterfaceSignal.polling())
                    .allow(AddressClass.values())
                    .build()) {
                client.start();
                new CountDownLatch(1).await();
            }
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
}

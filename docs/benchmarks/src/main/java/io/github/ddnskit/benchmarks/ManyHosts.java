package io.github.ddnskit.benchmarks;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.MemoryStateStore;
import io.github.ddnskit.testkit.ManualTime;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One client that keeps the names of a hundred thousand devices: memory for each, the time to start from a state file, and
 * the time to plan and to save when a hundred of them move. The updater does nothing, so that only the client is measured.
 */
public final class ManyHosts {

    private static final int HOSTS = 100_000;
    private static final int DUE = 100;
    private static final int ROUNDS = 20;

    private final PrintStream out;
    private final ManualTime time = ManualTime.create();

    private ManyHosts(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args none, or the state file that a process of its own is to start from
     * @throws Exception if a file cannot be written
     */
    public static void main(String[] args) throws Exception {
        ManyHosts many = new ManyHosts(System.out);
        if (args.length == 0) {
            many.run();
        } else {
            many.start(Path.of(args[0]));
        }
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("many-hosts");
        Path file = folder.resolve("state");
        long empty = usedHeap();
        Fleet first = new Fleet(FileStateStore.at(file));
        first.client.start();
        time.advance(Duration.ofSeconds(1));
        require(first.updater.sent == HOSTS, "all names are published");
        out.printf(Locale.ROOT, "memory for a host: %d bytes%n", (usedHeap() - empty) / HOSTS);
        first.client.close();

        out.println("in a process of its own:");
        for (int round = 0; round < 3; round++) {
            List<String> command = List.of(
                    "java", "-cp", System.getProperty("java.class.path"), ManyHosts.class.getName(), file.toString());
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            require(status == 0, "a process of its own starts from the file");
        }
        out.println("in this one, again and again:");
        for (int round = 0; round < 5; round++) {
            start(file);
        }

        move("plan and remember in memory", new Fleet(MemoryStateStore.create()));
        move("plan and save in a file", new Fleet(FileStateStore.at(file)));
        Files.delete(file);
        Files.delete(folder);
    }

    private void start(Path file) throws IOException {
        long begin = System.nanoTime();
        Fleet fleet = new Fleet(FileStateStore.at(file));
        long built = System.nanoTime();
        fleet.client.start();
        time.advance(Duration.ofSeconds(1));
        out.printf(
                Locale.ROOT,
                "start from a state file of %d KiB: %d ms, after %d ms in which the program makes its hosts and the client%n",
                Files.size(file) / 1024,
                millis(System.nanoTime() - built),
                millis(built - begin));
        require(fleet.updater.sent == 0, "nothing is sent again");
        fleet.client.close();
    }

    private void move(String what, Fleet fleet) {
        fleet.client.start();
        time.advance(Duration.ofSeconds(1));
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int before = fleet.updater.sent;
            for (int i = 0; i < DUE; i++) {
                fleet.sources.get(i * (HOSTS / DUE)).declare("198.51.100." + (round + 1));
            }
            long begin = System.nanoTime();
            time.advance(Duration.ofMillis(100));
            nanos.add(System.nanoTime() - begin);
            require(fleet.updater.sent == before + DUE, "those that moved are sent, and no other");
        }
        nanos.sort(null);
        out.printf(
                Locale.ROOT,
                "%s, %d of %d due: median %.1f ms, worst %.1f ms%n",
                what,
                DUE,
                HOSTS,
                nanos.get(ROUNDS / 2) / 1e6,
                nanos.get(ROUNDS - 1) / 1e6);
        fleet.client.close();
    }

    private final class Fleet {
        private final CountingUpdater updater = new CountingUpdater();
        private final List<DeclaredIpSource> sources = new ArrayList<>(HOSTS);
        private final DdnsClient client;

        Fleet(StateStore store) {
            DdnsClient.Builder builder = DdnsClient.builder()
                    .clock(time.clock())
                    .scheduler(time.scheduler())
                    .allow(AddressClass.DOCUMENTATION)
                    .state(store);
            for (int i = 0; i < HOSTS; i++) {
                DeclaredIpSource source = DeclaredIpSource.create();
                source.declare("203.0.113." + i % 250);
                sources.add(source);
                builder.host(Host.of("device-" + i + ".customers.example.test", updater)
                        .withFamilies(AddressFamily.IPV4)
                        .declaredBy(source));
            }
            client = builder.build();
        }
    }

    private static final class CountingUpdater implements DnsUpdater {
        private static final Capabilities CAPABILITIES = Capabilities.standard().withBatchSize(1000);
        private int sent;

        @Override
        public Capabilities capabilities() {
            return CAPABILITIES;
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("nowhere");
        }

        @Override
        public UpdateReport update(Update update) {
            sent++;
            return UpdateReport.published(update);
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new IllegalStateException("it does not hold that " + what);
        }
    }
}

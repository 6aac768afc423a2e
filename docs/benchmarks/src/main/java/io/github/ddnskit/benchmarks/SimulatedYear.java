package io.github.ddnskit.benchmarks;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A year in the life of one client, in a minute or so: both addresses change several times a day, the provider and the sources fail
 * for hours, records are refreshed every 25 days and guarded, somebody changes them by hand, and the clock jumps about for an
 * hour. After each month: what the JVM holds on to, and whether DNS is right. Manual time, but a real state file.
 */
public final class SimulatedYear {

    private static final Hostname HOST = Hostname.of("home.example.test");
    private static final int MONTHS = 12;
    private static final int HOURS_A_MONTH = 730;
    private static final int MONTH_OF_JUMPS = 6;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What the caches of the JDK and its reflection may still grow by. */
    private static final long TOLERANCE = 256 * 1024;

    private final PrintStream out;
    private final ManualTime time = ManualTime.create();
    private final Random random = new Random(2026);
    private final ScriptedIpSource source = ScriptedIpSource.create();
    private final Provider provider = new Provider();
    private final Map<AddressFamily, String> addresses = new EnumMap<>(AddressFamily.class);
    private int changes;
    private int failures;
    private int events;

    private SimulatedYear(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args none
     * @throws IOException if the state file cannot be written
     */
    public static void main(String[] args) throws IOException {
        new SimulatedYear(System.out).run();
    }

    private void run() throws IOException {
        Path folder = Files.createTempDirectory("simulated-year");
        try (DdnsClient client = DdnsClient.builder()
                .host(HOST.toString(), provider)
                .source(source)
                .allow(AddressClass.DOCUMENTATION)
                .policy(UpdatePolicy.standard().withRefreshEvery(Duration.ofDays(25)))
                .verify(Verification.guard().withRepair(Duration.ofHours(1)), provider)
                .state(FileStateStore.at(folder.resolve("state")))
                .listener(this::count)
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1))
                .build()) {
            move(AddressFamily.IPV4);
            move(AddressFamily.IPV6);
            client.start();
            out.println("| month | changes | requests | failed | events | heap | threads | descriptors |");
            out.println("|---|---|---|---|---|---|---|---|");
            Footprint first = null;
            for (int month = 1; month <= MONTHS; month++) {
                for (int hour = 0; hour < HOURS_A_MONTH; hour++) {
                    hour(client, month == MONTH_OF_JUMPS && hour == 0);
                }
                settle(client);
                Footprint now = Footprint.now();
                out.printf(
                        "| %d | %d | %d | %d | %d | %s%n",
                        month, changes, provider.sent, failures, events, now.cells());
                if (first == null) {
                    first = now;
                }
                require(now.threads() <= first.threads(), "there are no more threads than after the first month");
                require(now.descriptors() <= first.descriptors(), "nor descriptors");
                require(now.heap() <= first.heap() + TOLERANCE, "nor is there more memory in use");
            }
        }
        Files.delete(folder.resolve("state"));
        Files.delete(folder);
    }

    private void hour(DdnsClient client, boolean jumps) {
        if (random.nextInt(4) == 0) {
            move(random.nextBoolean() ? AddressFamily.IPV4 : AddressFamily.IPV6);
            client.networkChanged();
        }
        if (random.nextInt(100) == 0) {
            provider.failingUntilHour = random.nextInt(6);
        }
        if (random.nextInt(100) == 0) {
            source.setUnknown(AddressFamily.IPV4);
        }
        if (random.nextInt(200) == 0) {
            provider.records.put(AddressFamily.IPV4, "198.51.100.66"); // by somebody's hand
        }
        if (jumps) {
            for (int minute = 0; minute < 60; minute++) {
                time.jump(Duration.ofSeconds(random.nextInt(7200) - 3600));
                time.advance(MINUTE);
            }
        } else {
            time.advance(Duration.ofHours(1));
        }
        provider.failingUntilHour--;
    }

    /** When faults stop, DNS comes to be right, and what was changed by hand is repaired. */
    private void settle(DdnsClient client) {
        provider.failingUntilHour = 0;
        move(AddressFamily.IPV4);
        move(AddressFamily.IPV6);
        client.networkChanged();
        time.advance(Duration.ofHours(3));
        for (AddressFamily family : AddressFamily.values()) {
            require(
                    Objects.equals(provider.records.get(family), addresses.get(family)),
                    "DNS shows the address of " + family);
        }
    }

    private void move(AddressFamily family) {
        changes++;
        String address = family == AddressFamily.IPV4
                ? "203.0.113." + changes % 250
                : "2001:db8::" + Integer.toHexString(changes);
        addresses.put(family, address);
        source.set(address);
    }

    private void count(DdnsEvent event) {
        events++;
        if (event instanceof DdnsEvent.UpdateFailed) {
            failures++;
        }
    }

    /** A provider and the DNS that it keeps. */
    private static final class Provider implements DnsUpdater, RecordObserver {
        private static final Provenance SEEN = Provenance.ofThisDevice(new SourceId("provider", ""), Vantage.DECLARED);

        private final Map<AddressFamily, String> records = new EnumMap<>(AddressFamily.class);
        private int failingUntilHour;
        private int sent;

        @Override
        public Capabilities capabilities() {
            return Capabilities.standard();
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("provider");
        }

        @Override
        public UpdateReport update(Update update) {
            sent++;
            if (failingUntilHour > 0) {
                return UpdateReport.failed(
                        update, Outcome.failed(FailureReason.SERVER_ERROR, Retry.backoff(), "it is out of order"));
            }
            for (AddressFamily family : AddressFamily.values()) {
                if (update.goal(family) instanceof Goal.Publish publish) {
                    records.put(family, IpLiteral.format(publish.addresses()));
                }
            }
            return UpdateReport.published(update);
        }

        @Override
        public ObservedRecords observe(Hostname host) {
            return new ObservedRecords(shown(AddressFamily.IPV4), shown(AddressFamily.IPV6));
        }

        private Observation shown(AddressFamily family) {
            String shown = records.get(family);
            return shown == null
                    ? Observation.absent("it was never published")
                    : Observation.found(List.of(IpLiteral.parse(shown)), SEEN);
        }

        @Override
        public void close() {}
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new IllegalStateException("it does not hold that " + what);
        }
    }
}

package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A gateway with one account, before a zone in memory. */
final class Desk implements AutoCloseable {

    static final Hostname HOME = Hostname.of("home.example.org");
    static final Hostname OFFICE = Hostname.of("office.example.org");
    static final Hostname STRANGE = Hostname.of("theirs.example.org");
    static final InetAddress SOMEBODY = IpLiteral.parse("203.0.113.7");
    private static final int FEW = 10;

    final Zone zone = new Zone();
    final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    final ManualClock clock = new ManualClock();
    final AccountToken.Fresh token = AccountToken.create(HOME);
    final MemoryAccountStore accounts = MemoryAccountStore.of(
            Account.of("alice")
                    .withPassword(SecretHash.of("wonderland", FEW))
                    .withHost(HOME)
                    .withHost(OFFICE)
                    .withToken(token.kept(), Instant.MAX),
            Account.of("bob").withPassword(SecretHash.of("builder", FEW)).withHost(STRANGE));
    final UpdateGateway gateway;

    Desk() {
        this(zone -> zone, builder -> builder);
    }

    Desk(UnaryOperator<GatewayZone.Builder> zones, UnaryOperator<GatewayBuilder> settings) {
        gateway = settings.apply(settings(zones)).build();
    }

    GatewayBuilder settings(UnaryOperator<GatewayZone.Builder> zones) {
        GatewayZone.Builder builder = GatewayZone.builder(Hostname.of("example.org"), zone)
                .allow(AddressClass.DOCUMENTATION)
                .together(Duration.ZERO, 100);
        return UpdateGateway.builder()
                .zone(zones.apply(builder).build())
                .accounts(accounts)
                .clock(clock)
                .hashing(FEW, 1, 100)
                .listener(events::add);
    }

    /** Asks with alice's password. */
    String ask(String target) throws InterruptedException {
        return ask(target, "alice", "wonderland").body().strip();
    }

    GatewayResponse ask(String target, String name, String password) throws InterruptedException {
        return gateway.handle(request(target, basic(name, password)));
    }

    static Map<String, List<String>> basic(String name, String password) {
        String both = name + ":" + password;
        return Map.of(
                "Authorization",
                List.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8))));
    }

    static GatewayRequest request(String target, Map<String, List<String>> headers) {
        return new GatewayRequest("GET", target, headers, SOMEBODY, true);
    }

    CompletionStage<GatewayResponse> submit(String target) {
        return gateway.submit(request(target, basic("alice", "wonderland")));
    }

    /** Asks without HTTP Basic. */
    String plain(String target) throws InterruptedException {
        return gateway.handle(request(target, Map.of())).body().strip();
    }

    static String get(CompletionStage<GatewayResponse> stage) throws Exception {
        return stage.toCompletableFuture().get(120, TimeUnit.SECONDS).body().strip();
    }

    /** Holds the zone up at its next update, until {@code zone.gate} is released. */
    CompletionStage<GatewayResponse> submitAndHold(String target) {
        zone.gate.drainPermits();
        CompletionStage<GatewayResponse> held = submit(target);
        while (!zone.gate.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        return held;
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** Time that stands still. */
    static final class ManualClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A zone in memory, which can be held up and made to fail. */
    static final class Zone implements DnsUpdater {

        final Map<Hostname, Map<AddressFamily, Set<InetAddress>>> records = new ConcurrentHashMap<>();
        final List<Update> updates = new CopyOnWriteArrayList<>();
        final List<Integer> batches = new CopyOnWriteArrayList<>();
        final Semaphore gate = new Semaphore(1_000_000);
        volatile UnaryOperator<UpdateReport> report = done -> done;
        volatile boolean closed;

        String addresses(Hostname host) {
            List<InetAddress> all = new ArrayList<>();
            Map<AddressFamily, Set<InetAddress>> found = records.getOrDefault(host, Map.of());
            new EnumMap<>(withBoth(found)).values().forEach(all::addAll);
            return IpLiteral.format(all);
        }

        private static Map<AddressFamily, Set<InetAddress>> withBoth(Map<AddressFamily, Set<InetAddress>> found) {
            Map<AddressFamily, Set<InetAddress>> both = new HashMap<>();
            for (AddressFamily family : AddressFamily.values()) {
                both.put(family, found.getOrDefault(family, Set.of()));
            }
            return both;
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.standard().withBatchSize(1000);
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("memory:zone");
        }

        @Override
        public UpdateReport update(Update update) throws InterruptedException {
            return updateAll(List.of(update)).get(0);
        }

        @Override
        public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
            gate.acquire();
            batches.add(updates.size());
            this.updates.addAll(updates);
            List<UpdateReport> reports = new ArrayList<>();
            for (Update update : updates) {
                UpdateReport done = report.apply(UpdateReport.published(update));
                if (done.equals(UpdateReport.published(update))) {
                    for (AddressFamily family : AddressFamily.values()) {
                        carryOut(update.host(), family, update.goal(family));
                    }
                }
                reports.add(done);
            }
            return reports;
        }

        private void carryOut(Hostname host, AddressFamily family, Goal goal) {
            if (!(goal instanceof Goal.Keep)) {
                records.computeIfAbsent(host, none -> new ConcurrentHashMap<>())
                        .put(family, goal instanceof Goal.Publish publish ? publish.addresses() : Set.of());
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

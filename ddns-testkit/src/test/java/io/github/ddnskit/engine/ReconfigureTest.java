package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.MemoryStateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReconfigureTest extends ClientInManualTime {

    private static final String SHOP = "shop.example.test";

    @Test
    void aNewHostIsPublishedAtOnceAndTheOldOneIsNotSentAgain() {
        ip.set("203.0.113.8");
        try (DdnsClient client = start()) {
            client.reconfigure(next().host(HOME, dns).host(SHOP, dns));
            settle();
            assertThat(dns.address(SHOP, IPV4)).isEqualTo("203.0.113.8");
            assertThat(dns.updates()).extracting(Update::host).containsExactly(Hostname.of(HOME), Hostname.of(SHOP));
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
            assertThat(dns.address(SHOP, IPV4)).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void aHostThatIsLeftOutStaysAsItIs() {
        ip.set("203.0.113.8");
        try (DdnsClient client = start(client().host(SHOP, dns))) {
            client.reconfigure(next().host(SHOP, dns));
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
            assertThat(dns.address(SHOP, IPV4)).isEqualTo("203.0.113.9");
            assertThat(client.status().records())
                    .allMatch(record -> record.key().host().equals(Hostname.of(SHOP)));
        }
    }

    @Test
    void anotherUpdaterForTheSamePlaceGoesOnWhereTheFirstOneWas() {
        ip.set("203.0.113.8");
        MemoryUpdater another = new MemoryUpdater();
        try (DdnsClient client = start()) {
            client.reconfigure(next().host(HOME, another));
            settle();
            assertThat(another.updates()).isEmpty();
            assertThat(dns.closed()).isTrue();
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(another.address(HOME, IPV4)).isEqualTo("203.0.113.9");
            assertThat(dns.updates()).hasSize(1);
        }
        assertThat(another.closed()).isTrue();
    }

    @Test
    void anUpdaterForAnotherPlaceIsToldEverything() {
        ip.set("203.0.113.8");
        MemoryUpdater elsewhere = new MemoryUpdater().identity(UpdaterIdentity.of("elsewhere"));
        try (DdnsClient client = start()) {
            client.reconfigure(next().host(HOME, elsewhere));
            settle();
            assertThat(elsewhere.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        }
    }

    @Test
    void whatTheProviderSaidAboutWhenStillHolds() {
        ip.set("203.0.113.8");
        dns.failNext(
                1, FailureReason.RATE_LIMITED, new Retry.NotBefore(time.now().plus(HOUR.multipliedBy(2))));
        try (DdnsClient client = start()) {
            client.reconfigure(next().host(HOME, dns));
            time.advance(HOUR);
            assertThat(dns.updates()).hasSize(1);
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        }
    }

    @Test
    void aRefusalStandsUntilTheCredentialsChange() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.REFUSED, Retry.never());
        try (DdnsClient client = start()) {
            MemoryUpdater same = new MemoryUpdater();
            client.reconfigure(next().host(HOME, same));
            settle();
            assertThat(same.updates()).isEmpty();
            MemoryUpdater corrected =
                    new MemoryUpdater().identity(UpdaterIdentity.of("memory", "me", Secret.of("corrected")));
            client.reconfigure(next().host(HOME, corrected));
            settle();
            assertThat(corrected.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        }
    }

    @Test
    void anotherSourceIsAskedBeforeAnythingIsSent() {
        ip.set("203.0.113.8");
        ScriptedIpSource another = ScriptedIpSource.create();
        another.set("203.0.113.77");
        try (DdnsClient client = start()) {
            client.reconfigure(DdnsClient.builder()
                    .source(another)
                    .allow(AddressClass.DOCUMENTATION)
                    .host(HOME, dns)
                    .host(SHOP, dns));
            settle();
            assertThat(dns.updates().stream().map(update -> update.goal(IPV4).toString()))
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("203.0.113.77");
            assertThat(dns.updates().subList(1, 3))
                    .allMatch(update -> update.goal(IPV4).toString().contains("203.0.113.77"));
        }
    }

    @Test
    void aSignalThatIsAddedIsHeardUntilItIsLeftOut() {
        ip.set("203.0.113.8");
        Bell bell = new Bell();
        try (DdnsClient client = start()) {
            client.reconfigure(next().interval(HOUR).host(HOME, dns).signal(bell));
            settle();
            ip.set("203.0.113.9");
            bell.ring.run();
            settle();
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
            client.reconfigure(next().interval(HOUR).host(HOME, dns));
            settle();
            assertThat(bell.closed).isTrue();
        }
    }

    @Test
    void aDeclarationThatIsAddedIsFollowedAtOnce() {
        ip.set("203.0.113.8");
        DeclaredIpSource camera = DeclaredIpSource.create();
        try (DdnsClient client = start()) {
            client.reconfigure(next().interval(HOUR)
                    .host(HOME, dns)
                    .host(Host.of(SHOP, dns).declaredBy(camera)));
            settle();
            camera.declare("203.0.113.77");
            settle();
            assertThat(dns.address(SHOP, IPV4)).isEqualTo("203.0.113.77");
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        }
    }

    @Test
    void whatIsWrongLeavesTheClientAsItIs() {
        ip.set("203.0.113.8");
        try (DdnsClient client = start()) {
            assertThatThrownBy(() -> client.reconfigure(next()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a client needs a host");
            assertThatThrownBy(() -> client.reconfigure(next().host(HOME, dns).state(MemoryStateStore.create())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leave them out");
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void aClosedClientStaysClosed() {
        DdnsClient client = start();
        client.close();
        assertThatThrownBy(() -> client.reconfigure(next().host(HOME, dns)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    @Timeout(600)
    void aRequestOnItsWayComesToItsEndBeforeTheSameNameIsSentAgain() throws InterruptedException {
        SlowUpdater slow = new SlowUpdater();
        ip.set("203.0.113.8");
        try (DdnsClient client = DdnsClient.builder()
                .host(HOME, slow)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(events)
                .build()) {
            client.start();
            slow.asked.await();
            MemoryUpdater other = new MemoryUpdater().identity(UpdaterIdentity.of("other"));
            client.reconfigure(next().host(HOME, dns).host(SHOP, other));
            client.reconfigure(next().host(HOME, dns).host(SHOP, other)); // follows lanes that have not begun yet
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> other.address(SHOP, IPV4).equals("203.0.113.8"));
            assertThat(dns.updates())
                    .as("while the other request is on its way")
                    .isEmpty();
            assertThat(slow.closed).hasValue(0);
            slow.release.countDown();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> dns.address(HOME, IPV4).equals("203.0.113.8") && slow.closed.get() == 1);
        }
        assertThat(events.events(DdnsEvent.RecordConfirmed.class))
                .filteredOn(event -> event.host().equals(Hostname.of(HOME)))
                .as("the one that was on its way, and that of the other place")
                .hasSize(2);
    }

    @Test
    @Timeout(600)
    void doesNotWaitForAListenerThatWaitsForIt() {
        DdnsClient[] client = new DdnsClient[1];
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        StateStore broken = new StateStore() {
            @Override
            public Map<RecordKey, RecordState> load() {
                return Map.of();
            }

            @Override
            public void save(Map<RecordKey, RecordState> changes) throws IOException {
                throw new IOException("which is an event each time");
            }
        };
        client[0] = DdnsClient.builder()
                .host(HOME, dns)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .state(broken)
                .listener(event -> {
                    if (event instanceof DdnsEvent.RecordConfirmed && !done.isDone()) {
                        CompletableFuture<Void> reconfigured =
                                CompletableFuture.runAsync(() -> client[0].reconfigure(next().host(HOME, dns)));
                        done.complete(
                                Awaitility.await().atMost(Duration.ofMinutes(2)).until(reconfigured::isDone, is -> is));
                    }
                })
                .build();
        ip.set("203.0.113.8");
        try (DdnsClient closed = client[0]) {
            closed.start();
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(done::isDone);
        }
    }

    private DdnsClient.Builder next() {
        return DdnsClient.builder().source(ip).allow(AddressClass.DOCUMENTATION);
    }

    private void settle() {
        time.advance(Duration.ofSeconds(2));
    }

    private static final class Bell implements ChangeSignal {
        private Runnable ring = () -> {};
        private boolean closed;

        @Override
        public void subscribe(Runnable hint) {
            ring = hint;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class SlowUpdater implements DnsUpdater {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public Capabilities capabilities() {
            return Capabilities.standard();
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("slow");
        }

        @Override
        public UpdateReport update(Update update) throws InterruptedException {
            asked.countDown();
            release.await();
            return UpdateReport.published(update);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}

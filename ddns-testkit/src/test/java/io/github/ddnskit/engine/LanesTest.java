package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.testkit.RecordingListener;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at the same time, in real time. */
@Timeout(600)
class LanesTest {

    private final MemoryUpdater dns = new MemoryUpdater();
    private final DeclaredIpSource declared = DeclaredIpSource.create();
    private final RecordingListener events = RecordingListener.create();

    @Test
    void aProviderThatHangsDelaysNobodyElse() throws InterruptedException {
        HangingUpdater hanging = new HangingUpdater(true);
        declared.declare("203.0.113.8");
        try (DdnsClient client = builder()
                .host("slow.example.test", hanging)
                .host("home.example.test", dns)
                .build()) {
            client.start();
            hanging.asked.await();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> dns.address("home.example.test", IPV4).equals("203.0.113.8"));
            declared.declare("203.0.113.9");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> dns.address("home.example.test", IPV4).equals("203.0.113.9"));
        }
        assertThat(hanging.interrupted).as("by close()").isCompletedWithValue(true);
    }

    @Test
    void aSourceThatHangsForOneFamilyDelaysNotTheOther() {
        ScriptedIpSource ip = ScriptedIpSource.create();
        ip.set("203.0.113.8");
        try (DdnsClient client = DdnsClient.builder()
                .host("home.example.test", dns)
                .source(new HangsForIpv6())
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .build()) {
            client.start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> dns.address("home.example.test", IPV4).equals("203.0.113.8"));
        }
    }

    @Test
    void closeReturnsEvenIfAnUpdaterCannotBeInterrupted() throws InterruptedException {
        HangingUpdater stubborn = new HangingUpdater(false);
        declared.declare("203.0.113.8");
        DdnsClient client = builder().host("home.example.test", stubborn).build();
        client.start();
        stubborn.asked.await();
        client.close(); // within the time limit of the class
        assertThat(stubborn.interrupted).isNotCompleted();
        stubborn.release.countDown();
    }

    @Test
    void eventsComeOneAtATimeAndAfterwardsNone() {
        declared.declare("203.0.113.8");
        DdnsClient client = builder()
                .host("a.example.test", dns)
                .host("b.example.test", new MemoryUpdater())
                .build();
        client.start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> events.events(DdnsEvent.RecordConfirmed.class).size() == 2);
        client.close();
        int before = events.events().size();
        declared.declare("203.0.113.9");
        client.networkChanged();
        assertThat(client.checkNow()).isCompletedExceptionally();
        assertThat(events.events()).hasSize(before);
    }

    private DdnsClient.Builder builder() {
        return DdnsClient.builder()
                .source(declared)
                .allow(AddressClass.DOCUMENTATION)
                .listener(events);
    }

    private static final class HangingUpdater implements DnsUpdater {
        private final boolean interruptible;
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        HangingUpdater(boolean interruptible) {
            this.interruptible = interruptible;
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.standard();
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("hanging");
        }

        @Override
        public UpdateReport update(Update update) throws InterruptedException {
            asked.countDown();
            while (true) {
                try {
                    release.await();
                    return UpdateReport.published(update);
                } catch (InterruptedException e) {
                    if (interruptible) {
                        interrupted.complete(true);
                        throw e;
                    }
                }
            }
        }
    }

    private static final class HangsForIpv6 implements IpSource {
        @Override
        public SourceId id() {
            return new SourceId("hangs", "");
        }

        @Override
        public Vantage vantage() {
            return Vantage.REFLEXIVE;
        }

        @Override
        public Observation observe(Query query) throws InterruptedException {
            if (query.family() != IPV4) {
                new CountDownLatch(1).await();
            }
            return Observation.unknown("ask the next");
        }
    }
}

package io.github.ddnskit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.spi.Vantage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A hint while a source is still waiting for an answer from the network as it was. */
class AskAnewTest {

    @Test
    void aHintWithdrawsAQuestionThatHangs() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        IpSource hangsAtFirst = new IpSource() {
            @Override
            public SourceId id() {
                return new SourceId("test", "");
            }

            @Override
            public Vantage vantage() {
                return Vantage.REFLEXIVE;
            }

            @Override
            public Observation observe(Query query) throws InterruptedException {
                if (asked.getCount() > 0) {
                    asked.countDown();
                    new CountDownLatch(1).await(1, TimeUnit.HOURS);
                }
                return Observation.found(
                        List.of(IpLiteral.parse("203.0.113.8")), new Provenance(id(), vantage(), "test", true));
            }
        };
        CompletableFuture<Update> sent = new CompletableFuture<>();
        DnsUpdater updater = new DnsUpdater() {
            @Override
            public Capabilities capabilities() {
                return Capabilities.standard();
            }

            @Override
            public UpdaterIdentity identity() {
                return UpdaterIdentity.of("test:here");
            }

            @Override
            public UpdateReport update(Update update) {
                sent.complete(update);
                return UpdateReport.published(update);
            }
        };
        try (DdnsClient client = DdnsClient.builder()
                .host(Host.of("home.example.org", updater).withFamilies(AddressFamily.IPV4))
                .source(hangsAtFirst)
                .detection(DetectionPolicy.standard()
                        .withTimeout(Duration.ofHours(1))
                        .withHedge(Duration.ZERO))
                .allow(AddressClass.DOCUMENTATION)
                .build()) {
            client.start();
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            client.networkChanged();
            assertThat(sent.get(1, TimeUnit.MINUTES).host()).hasToString("home.example.org");
        }
    }
}

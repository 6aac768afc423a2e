package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Retry;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How a client is built, asked once, listened to and closed. */
class DdnsClientTest extends ClientInManualTime {

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> builder().source(ip).build()).hasMessageContaining("needs a host");
        assertThatThrownBy(() -> builder().host(HOME, dns).build()).hasMessageContaining("needs a source");
        assertThatThrownBy(() -> builder().host(HOME, dns).host("HOME.example.test.", dns))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> builder().interval(Duration.ofMillis(999))).hasMessageContaining("at least 1 s");
        assertThatThrownBy(() -> client().listener(events)).hasMessageContaining("a listener already");
        assertThatThrownBy(() -> Host.of(HOME, dns).withFamilies()).hasMessageContaining("no family");
        dns.capabilities(Capabilities.standard().withFamilies(EnumSet.of(IPV4)));
        assertThatThrownBy(() -> Host.of(HOME, dns).withFamilies(AddressFamily.values()))
                .hasMessageContaining("cannot publish ipv6");
    }

    @Test
    void checksOnceWithoutBeingStarted() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.REFUSED, Retry.backoff());
        DdnsClient client = client().build();
        CompletableFuture<DdnsStatus> status = client.checkNow();
        assertThat(status).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(status)
                .isCompletedWithValueMatching(done ->
                        !done.record(Hostname.of(HOME), IPV4).orElseThrow().upToDate()
                                && done.verdict(IPV4).isPresent());
        time.advance(HOUR);
        assertThat(dns.updates()).as("no retry before start").hasSize(1);
        client.close();
        assertThat(client.checkNow()).isCompletedExceptionally();
    }

    @Test
    void survivesAListenerThatThrows() {
        ip.set("203.0.113.8");
        start(builder()
                .host(HOME, dns)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(event -> {
                    throw new IllegalStateException("on purpose");
                }));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void closesWhatItWasGiven() {
        ip.set("203.0.113.8");
        AtomicBoolean storeClosed = new AtomicBoolean();
        DdnsClient client = start(client().state(new StateStore() {
            @Override
            public Map<RecordKey, RecordState> load() {
                return Map.of();
            }

            @Override
            public void save(Map<RecordKey, RecordState> changes) {}

            @Override
            public void close() {
                storeClosed.set(true);
            }
        }));
        client.close();
        assertThat(dns.closed()).isTrue();
        assertThat(storeClosed).isTrue();
        int updates = dns.updates().size();
        ip.set("203.0.113.9");
        time.advance(Duration.ofDays(1));
        assertThat(dns.updates()).hasSize(updates);
        assertThat(time.scheduled()).isEmpty();
        client.close();
    }
}

package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Retry;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How often a client sends, and how much at a time, as the provider wants it. */
class PaceTest extends ClientInManualTime {

    @Test
    void refreshesAsTheProviderDemandsAndNotOtherwise() {
        dns.capabilities(Capabilities.standard().withRefreshEvery(Duration.ofDays(28)));
        ip.set("203.0.113.8");
        start(client().interval(HOUR));
        time.advance(Duration.ofDays(28).minusMinutes(1));
        assertThat(dns.updates()).hasSize(1);
        time.advance(Duration.ofDays(365 - 28));
        assertThat(dns.updates()).hasSize(1 + 365 / 28);
    }

    @Test
    void refreshesANameBeforeTheLeaseEndsThatWasGrantedForIt() {
        ip.set("203.0.113.8");
        start(client().interval(HOUR));
        time.advance(Duration.ofDays(1));
        assertThat(dns.updates()).hasSize(1);

        dns.lease(Duration.ofMinutes(20));
        ip.set("203.0.113.9");
        time.advance(HOUR);
        int before = dns.updates().size();
        time.advance(HOUR);
        assertThat(dns.updates()).hasSize(before + 3);
    }

    @Test
    void tellsTheUpdaterWhatWasKnownBefore() {
        ip.set("203.0.113.8");
        start(client());
        assertThat(dns.known("home.example.test", IPV4)).satisfies(state -> {
            assertThat(state.confirmed()).isNull();
            assertThat(state.attempted()).isNull();
        });
        dns.failNext(1, FailureReason.UNREACHABLE, Retry.backoff());
        ip.set("203.0.113.9");
        time.advance(HOUR);
        assertThat(dns.known("home.example.test", IPV4)).satisfies(state -> {
            assertThat(Objects.requireNonNull(state.confirmed()).addresses())
                    .containsExactly(IpLiteral.parse("203.0.113.8"));
            assertThat(state.attempted()).containsExactly(IpLiteral.parse("203.0.113.9"));
        });
    }

    @Test
    void spacesTheUpdatesOfAFlappingAddress() {
        dns.capabilities(Capabilities.standard().withMinimumInterval(Duration.ofMinutes(10)));
        ip.set("203.0.113.1");
        start(client().interval(Duration.ofMinutes(1)));
        for (int minute = 0; minute < 60; minute++) {
            ip.set("203.0.113." + (1 + minute % 2));
            time.advance(Duration.ofMinutes(1));
        }
        assertThat(dns.updates()).hasSizeBetween(5, 7);
    }

    @Test
    void sendsTheHostsOfOneUpdaterTogether() {
        dns.capabilities(Capabilities.standard().withBatchSize(2));
        ip.set("203.0.113.8");
        start(builder()
                .host("a.example.test", dns)
                .host("b.example.test", dns)
                .host("c.example.test", dns)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION));
        assertThat(dns.batches()).hasSize(2);
        assertThat(dns.batches().get(0)).hasSize(2);
        assertThat(dns.address("c.example.test", IPV4)).isEqualTo("203.0.113.8");
    }
}

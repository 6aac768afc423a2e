package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.Retry;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.metrics.DdnsMetrics;
import io.github.ddnskit.policy.UpdatePolicy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DdnsMetricsTest extends ClientInManualTime {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DdnsMetrics metrics = DdnsMetrics.in(registry);

    @Test
    void countsOutcomesByProviderFamilyAndReason() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.RATE_LIMITED, Retry.backoff());
        try (DdnsClient client = start(home())) {
            assertThat(updates("failed", "rate-limited")).isOne();
            time.advance(HOUR);
            assertThat(updates("changed", "none")).isOne();
            dns.failNext(1, FailureReason.BLOCKED, Retry.never());
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(updates("halted", "blocked")).isOne();
            assertThat(client.status().records()).hasSize(1);
        }
    }

    @Test
    void gaugesShowHowItStandsNow() {
        ip.set("203.0.113.8");
        UpdatePolicy policy = UpdatePolicy.standard().withMinimumInterval(HOUR);
        try (DdnsClient client = start(home().policy(policy))) {
            DdnsMetrics.in(registry).watch(client);
            assertThat(gauge("ddnskit.health")).isZero();
            assertThat(gauge("ddnskit.halted")).isZero();
            assertThat(gauge("ddnskit.staleness")).isZero();
            assertThat(gauge("ddnskit.next.attempt")).isNaN();
            assertThat(registry.get("ddnskit.records")
                            .tag("standing", "up-to-date")
                            .gauge()
                            .value())
                    .isOne();
            assertThat(registry.get("ddnskit.detection.latency")
                            .tag("family", "ipv4")
                            .gauge()
                            .value())
                    .isNotNegative();
        }
    }

    @Test
    void stalenessIsForHowLongDnsHasNotFollowed() {
        ip.set("203.0.113.8");
        UpdatePolicy policy = UpdatePolicy.standard().withMinimumInterval(HOUR);
        try (DdnsClient client = start(home().policy(policy))) {
            ip.set("203.0.113.9");
            client.networkChanged();
            time.advance(Duration.ofMinutes(20));
            metrics.watch(client);
            assertThat(gauge("ddnskit.staleness")).isBetween(19.9 * 60, 20.0 * 60);
            assertThat(gauge("ddnskit.next.attempt")).isBetween(39.0 * 60, 40.1 * 60);
        }
    }

    @Test
    void aRefusalShowsAsHalted() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.BLOCKED, Retry.never());
        try (DdnsClient client = start(home())) {
            metrics.watch(client);
            assertThat(gauge("ddnskit.halted")).isOne();
            assertThat(gauge("ddnskit.health")).isEqualTo(2);
        }
    }

    private DdnsClient.Builder home() {
        return builder()
                .host(Host.of(HOME, dns).withFamilies(IPV4))
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(metrics);
    }

    private double updates(String outcome, String reason) {
        return registry
                .find("ddnskit.updates")
                .tags("provider", "memory", "family", "ipv4", "outcome", outcome, "reason", reason)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}

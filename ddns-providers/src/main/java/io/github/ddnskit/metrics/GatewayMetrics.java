package io.github.ddnskit.metrics;

import io.github.ddnskit.Health;
import io.github.ddnskit.gateway.GatewayEvent;
import io.github.ddnskit.gateway.GatewayListener;
import io.github.ddnskit.gateway.GatewayStatus;
import io.github.ddnskit.gateway.UpdateGateway;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts and measures what a gateway does. Give it to the builder as the listener, and {@link #watch watch} the gateway.
 *
 * <dl>
 *   <dt>{@code ddnskit.gateway.updates}
 *   <dd>counter of updates by {@code outcome}: {@code changed}, {@code unchanged}, {@code failed}
 *   <dt>{@code ddnskit.gateway.refused}
 *   <dd>counter of what was turned away, by {@code code}: that of dyndns2, or the HTTP status
 *   <dt>{@code ddnskit.gateway.lockouts}
 *   <dd>counter of networks and accounts that were locked out
 *   <dt>{@code ddnskit.gateway.lapsed}
 *   <dd>counter of names that nobody refreshed
 *   <dt>{@code ddnskit.gateway.troubles}
 *   <dd>counter of what did not work in the gateway itself
 *   <dt>{@code ddnskit.gateway.health}
 *   <dd>0 up, 1 degraded, 2 down
 *   <dt>{@code ddnskit.gateway.waiting}
 *   <dd>how many updates wait in all zones
 *   <dt>{@code ddnskit.gateway.passwords}
 *   <dd>how many passwords wait to be verified
 * </dl>
 *
 * <p>There is no meter for a host or an account. Thread-safe.
 */
public final class GatewayMetrics implements GatewayListener {

    private final MeterRegistry registry;

    private GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Metrics of one gateway.
     *
     * @param registry where they are registered
     * @return a listener that counts from now on
     */
    @SuppressWarnings("exports") // whoever calls it has the module; others need not
    public static GatewayMetrics in(MeterRegistry registry) {
        return new GatewayMetrics(registry);
    }

    /**
     * Measures a gateway, too.
     *
     * @param gateway the gateway
     */
    public void watch(UpdateGateway gateway) {
        Gauge.builder("ddnskit.gateway.health", gateway, one -> health(one.status()))
                .register(registry);
        Gauge.builder("ddnskit.gateway.waiting", gateway, one -> waiting(one.status()))
                .register(registry);
        Gauge.builder("ddnskit.gateway.passwords", gateway, one -> one.status().passwordsWaiting())
                .register(registry);
    }

    @Override
    public void on(GatewayEvent event) {
        if (event instanceof GatewayEvent.Updated updated) {
            updates(updated.isChanged() ? "changed" : "unchanged");
        } else if (event instanceof GatewayEvent.Failed) {
            updates("failed");
        } else if (event instanceof GatewayEvent.Refused refused) {
            registry.counter("ddnskit.gateway.refused", "code", refused.code()).increment();
        } else if (event instanceof GatewayEvent.LockedOut) {
            registry.counter("ddnskit.gateway.lockouts").increment();
        } else if (event instanceof GatewayEvent.Lapsed) {
            registry.counter("ddnskit.gateway.lapsed").increment();
        } else if (event instanceof GatewayEvent.Trouble) {
            registry.counter("ddnskit.gateway.troubles").increment();
        }
    }

    private void updates(String outcome) {
        registry.counter("ddnskit.gateway.updates", "outcome", outcome).increment();
    }

    private static double health(GatewayStatus status) {
        return status.level() == Health.Level.UP ? 0 : status.level() == Health.Level.DEGRADED ? 1 : 2;
    }

    private static double waiting(GatewayStatus status) {
        return status.zones().stream()
                .mapToInt(GatewayStatus.ZoneStatus::waiting)
                .sum();
    }
}

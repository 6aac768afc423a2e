package io.github.ddnskit.examples.spring;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Explanation;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/**
 * What the client says of itself. The status {@code DEGRADED} is one of its own, so the application ranks it:
 * {@code management.endpoint.health.status.order=down,out-of-service,degraded,up,unknown}.
 */
final class DdnsHealthIndicator extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private final DdnsClient client;

    DdnsHealthIndicator(DdnsClient client) {
        this.client = client;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        io.github.ddnskit.Health health = client.status().health();
        switch (health.level()) {
            case UP -> builder.up();
            case DEGRADED -> builder.status(DEGRADED);
            case DOWN -> builder.down();
        }
        if (!health.reasons().isEmpty()) {
            builder.withDetail(
                    "reasons",
                    health.reasons().stream().map(Explanation::toString).toList());
        }
    }
}

package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.metrics.GatewayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

    @Test
    void countsWhatAGatewayDoes() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        GatewayMetrics metrics = GatewayMetrics.in(registry);
        MemoryZone zone = new MemoryZone();
        try (Service service = Service.plain(zone, builder -> builder.listener(metrics), "home.example.test")) {
            metrics.watch(service.gateway);
            String target = "/nic/update?hostname=home.example.test&myip=203.0.113.9";
            service.ask(target);
            service.ask(target);
            service.ask("/nic/update?hostname=strange.example.test&myip=203.0.113.9");
            zone.broken = true;
            service.ask(target);
            for (String outcome : new String[] {"changed", "unchanged", "failed"}) {
                assertThat(registry.get("ddnskit.gateway.updates")
                                .tag("outcome", outcome)
                                .counter()
                                .count())
                        .isEqualTo(1);
            }
            assertThat(registry.get("ddnskit.gateway.refused")
                            .tag("code", "nohost")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("ddnskit.gateway.health").gauge().value()).isEqualTo(2);
            assertThat(registry.get("ddnskit.gateway.waiting").gauge().value()).isZero();
        }
    }
}

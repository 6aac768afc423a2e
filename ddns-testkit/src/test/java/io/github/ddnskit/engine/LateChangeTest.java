package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Update;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An address that changes while the provider takes its time with the first of several names. */
class LateChangeTest extends ClientInManualTime {

    private static final String OTHER = "other.example.test";

    @Test
    void namesThatWereNotSentYetAreSentWithTheNewOne() {
        ip.set("203.0.113.8");
        dns.then(report -> {
            ip.set("203.0.113.9");
            time.advance(Duration.ofMinutes(6)); // long enough to look again
            return report;
        });
        try (DdnsClient client = start(client().host(OTHER, dns))) {
            time.advance(Duration.ofSeconds(10));
            assertThat(client.status().records())
                    .allMatch(record -> record.upToDate() || record.key().family() != IPV4);
        }
        assertThat(dns.updates().get(0).ipv4()).isEqualTo(Goal.publish("203.0.113.8"));
        assertThat(dns.updates().stream().skip(1).map(Update::ipv4))
                .as("the one that was not known to be outdated yet came first")
                .containsOnly(Goal.publish("203.0.113.9"))
                .hasSize(2);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.address(OTHER, IPV4)).isEqualTo("203.0.113.9");
    }
}

package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The sign of life that systemd gets. */
class HeartbeatTest {

    private final ManualTime time = ManualTime.create();
    private final ScriptedIpSource nowhere = ScriptedIpSource.create();
    private final AtomicInteger beats = new AtomicInteger();
    private final Heartbeat heartbeat = new Heartbeat(Duration.ofSeconds(15), beats::incrementAndGet);

    @Test
    void comesFromTheSchedulerOfTheClientForAsLongAsThatRuns() {
        DdnsClient client =
                builder().clock(time.clock()).scheduler(time.scheduler()).build();
        time.advance(Duration.ofMinutes(1));
        assertThat(beats).as("before the start").hasValue(0);
        client.start();
        time.advance(Duration.ofSeconds(1));
        assertThat(beats).hasValue(1);
        time.advance(Duration.ofMinutes(1));
        assertThat(beats).hasValue(5);
        client.reconfigure(builder());
        time.advance(Duration.ofMinutes(1));
        assertThat(beats).as("another configuration does not double it").hasValue(9);
        client.close();
        time.advance(Duration.ofMinutes(1));
        assertThat(beats).hasValue(9);
    }

    private DdnsClient.Builder builder() {
        return DdnsClient.builder()
                .source(nowhere)
                .signal(heartbeat)
                .allow(AddressClass.DOCUMENTATION)
                .host(
                        "home.example.test",
                        Rfc2136Updater.builder()
                                .server("127.0.0.1:9")
                                .zone("example.test")
                                .build());
    }
}

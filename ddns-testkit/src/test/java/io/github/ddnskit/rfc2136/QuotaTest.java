package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that says nothing to updates beyond so many at once, as BIND does beyond 100. */
class QuotaTest {

    private static final int MOST_UNDER_WAY = 16;

    private static final List<Update> MANY = IntStream.range(0, 12_000)
            .mapToObj(
                    i -> Update.of(Hostname.of("host-" + i + ".example.test"), Goal.publish("192.0.2.1"), Goal.keep()))
            .toList();

    @Test
    void isNeverReachedByManyUpdatesAtOnce() throws InterruptedException {
        try (FakeAuthoritativeServer dns = server();
                Rfc2136Updater updater = updater(dns)) {
            assertThat(updater.updateAll(MANY)).allMatch(QuotaTest::isPublished);
            assertThat(dns.counts().unanswered()).isZero();
            assertThat(dns.counts().updates()).isGreaterThan(MOST_UNDER_WAY);
        }
    }

    private static FakeAuthoritativeServer server() {
        FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").allowUnsigned().start();
        dns.fault(Trigger.always().updates().beyond(MOST_UNDER_WAY), Fault.loseRequest());
        dns.fault(Trigger.always().updates(), Fault.delay(Duration.ofMillis(20)));
        return dns;
    }

    private static Rfc2136Updater updater(FakeAuthoritativeServer dns) {
        return Rfc2136Updater.builder()
                .server(dns.server())
                .zone("example.test")
                .timeout(Duration.ofMinutes(1))
                .build();
    }

    private static boolean isPublished(UpdateReport report) {
        return report.ipv4().toString().startsWith("published");
    }
}

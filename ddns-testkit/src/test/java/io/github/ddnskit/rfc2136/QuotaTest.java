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
        try (FakeAuthoritativeServer dns = serverOf(MOST_UNDER_WAY);
                Rfc2136Updater updater = updater(dns, Duration.ofMinutes(1))) {
            assertThat(updater.updateAll(MANY)).allMatch(QuotaTest::isPublished);
            assertThat(dns.counts().unanswered()).isZero();
            assertThat(dns.counts().updates()).isGreaterThan(MOST_UNDER_WAY);
        }
    }

    @Test
    void thatIsSmallerMakesNoFalseSuccess() throws InterruptedException {
        try (FakeAuthoritativeServer dns = serverOf(2);
                Rfc2136Updater updater = updater(dns, Duration.ofSeconds(1))) {
            List<UpdateReport> reports = updater.updateAll(MANY);
            assertThat(dns.counts().unanswered()).isPositive();
            for (int i = 0; i < MANY.size(); i++) {
                if (isPublished(reports.get(i))) {
                    assertThat(dns.addresses(MANY.get(i).host().ascii())).containsExactly("192.0.2.1");
                } else {
                    assertThat(reports.get(i).ipv4()).asString().startsWith("failed (UNREACHABLE");
                }
            }
        }
    }

    private static FakeAuthoritativeServer serverOf(int quota) {
        FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").allowUnsigned().start();
        dns.fault(Trigger.always().updates().beyond(quota), Fault.loseRequest());
        dns.fault(Trigger.always().updates(), Fault.delay(Duration.ofMillis(20)));
        return dns;
    }

    private static Rfc2136Updater updater(FakeAuthoritativeServer dns, Duration timeout) {
        return Rfc2136Updater.builder()
                .server(dns.server())
                .zone("example.test")
                .timeout(timeout)
                .build();
    }

    private static boolean isPublished(UpdateReport report) {
        return report.ipv4().toString().startsWith("published");
    }
}

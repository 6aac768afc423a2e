package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.IpLiteral;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a client does about an update that failed, or whose success cannot be believed. */
class FailuresTest extends ClientInManualTime {

    @Test
    void triesAgainUntilItSucceeds() {
        ip.set("203.0.113.8");
        dns.failNext(5, FailureReason.SERVER_ERROR, Retry.backoff());
        start();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        assertThat(dns.updates()).hasSize(6);
        assertThat(events.events(DdnsEvent.UpdateFailed.class))
                .hasSize(5)
                .allSatisfy(failed -> assertThat(failed.nextAttempt()).isAfter(failed.at()));
    }

    @Test
    @SuppressWarnings("NullAway") // an updater that breaks its contract
    void takesAReportThatIsMissingForAFailure() {
        ip.set("203.0.113.8");
        dns.then(report -> null);
        start();
        assertThat(events.events(DdnsEvent.UpdateFailed.class)).hasSize(1);
        time.advance(HOUR);
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void publishesWhatIsDetectedWhenItSucceedsAndNotWhatWasWhenItFailed() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.UNREACHABLE, Retry.notBefore(time.now().plus(HOUR)));
        start();
        ip.set("203.0.113.9");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void sendsNothingBeforeTheProviderAllowsIt() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.RATE_LIMITED, Retry.notBefore(time.now().plus(Duration.ofHours(12))));
        DdnsClient client = start();
        ip.set("203.0.113.9");
        client.networkChanged();
        assertThat(client.checkNow()).isNotDone();
        time.advance(Duration.ofHours(12).minusSeconds(1));
        assertThat(dns.updates()).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
    }

    @Test
    void sendsNothingAfterNeverUntilResumed() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.BLOCKED, Retry.never());
        DdnsClient client = start(client().interval(HOUR));
        ip.set("203.0.113.9");
        time.advance(Duration.ofDays(365));
        assertThat(client.checkNow()).isNotDone();
        time.advance(HOUR);
        assertThat(dns.updates()).hasSize(1);
        assertThat(events.events(DdnsEvent.UpdateHalted.class)).hasSize(1);
        assertThat(client.status().record(Hostname.of(HOME), IPV4).orElseThrow().toString())
                .contains("halted: as the test demands");

        client.resume(Hostname.of(HOME));
        time.advance(Duration.ZERO);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThatThrownBy(() -> client.resume(Hostname.of("other.example.test")))
                .hasMessageContaining("does not keep other.example.test");
    }

    @Test
    void haltsOneFamilyAndGoesOnWithTheOther() {
        ip.set("203.0.113.8", "2001:db8::8");
        dns.then(report -> new UpdateReport(
                report.ipv4(), Outcome.failed(FailureReason.UNSUPPORTED, Retry.never(), "no AAAA here")));
        start();
        ip.set("203.0.113.9", "2001:db8::9");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.updates().get(1).ipv6()).isEqualTo(Goal.keep());
    }

    @Test
    void believesNoSuccessThatIsAboutSomethingElse() {
        ip.set("203.0.113.8");
        dns.then(report ->
                new UpdateReport(new Outcome.Published(Set.of(IpLiteral.parse("203.0.113.99"))), report.ipv6()));
        start();
        assertThat(events.events(DdnsEvent.UpdateFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().reason()).isEqualTo(FailureReason.BAD_REPLY));
        time.advance(HOUR);
        assertThat(dns.updates()).hasSize(2);
        assertThat(events.events(DdnsEvent.RecordConfirmed.class)).hasSize(1);
    }

    @Test
    void survivesAnUpdaterThatThrows() {
        ip.set("203.0.113.8");
        dns.then(report -> {
            throw new IllegalStateException("password=s3cr3t");
        });
        start();
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        assertThat(events.events(DdnsEvent.UpdateFailed.class))
                .singleElement()
                .asString()
                .contains("the updater failed: IllegalStateException")
                .doesNotContain("s3cr3t");
    }
}

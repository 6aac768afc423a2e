package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Retry;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.Observation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A clock that was wrong is put back by days while the client runs: no wait becomes longer than it was. */
class ClockPutBackTest extends ClientInManualTime {

    private static final Duration DAYS = Duration.ofDays(9);

    @SuppressWarnings("NullAway.Init")
    private DdnsClient client;

    @BeforeEach
    void hasAnAddress() {
        ip.set("203.0.113.8");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void theTimeBetweenTwoRequestsEnds() {
        dns.capabilities(Capabilities.standard().withMinimumInterval(Duration.ofMinutes(10)));
        client = start();
        time.jump(DAYS.negated());
        ip.set("203.0.113.9");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
    }

    @Test
    void theBackoffEnds() {
        dns.failNext(1, FailureReason.UNREACHABLE, Retry.backoff());
        client = start();
        time.jump(DAYS.negated());
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void theRefreshIsNotLate() {
        dns.capabilities(Capabilities.standard().withRefreshEvery(HOUR));
        client = start();
        time.jump(DAYS.negated());
        time.advance(HOUR.multipliedBy(2));
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void anAddressThatComesAndGoesIsTakenUpAgain() {
        client = start(client().interval(Duration.ofSeconds(10))
                .detection(DetectionPolicy.standard().withHold(Duration.ofMinutes(1))));
        ip.set("203.0.113.9");
        time.advance(Duration.ofSeconds(10));
        ip.set("203.0.113.8");
        time.advance(Duration.ofSeconds(10));
        time.jump(DAYS.negated());
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void aSourceThatWantedToRestIsAskedAgain() {
        ip.answer(IPV4, new Observation.Unknown("too many questions", Duration.ofMinutes(10)));
        client = start();
        ip.set("203.0.113.8");
        time.jump(DAYS.negated());
        client.networkChanged();
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void anAddressThatIsGoneIsRemoved() {
        client = start(client().policy(UpdatePolicy.standard().withAbsence(AbsencePolicy.removeAfter(HOUR))));
        ip.setAbsent(IPV4);
        time.advance(Duration.ofMinutes(10));
        time.jump(DAYS.negated());
        time.advance(HOUR.multipliedBy(2));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
    }
}

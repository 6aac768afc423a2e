package io.github.ddnskit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An address that comes and goes. */
class FlapGuardTest {

    private static final Set<InetAddress> A = Set.of(IpLiteral.parse("203.0.113.1"));
    private static final Set<InetAddress> B = Set.of(IpLiteral.parse("203.0.113.2"));
    private static final Duration HOLD = Duration.ofMinutes(1);

    private final FlapGuard guard = new FlapGuard(HOLD);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Duration see(Set<InetAddress> current, Set<InetAddress> seen, int secondsLater) {
        now = now.plusSeconds(secondsLater);
        return guard.delay(current, seen, now);
    }

    @Test
    void letsTheFirstChangeThroughAtOnce() {
        assertThat(see(Set.of(), A, 0)).isZero();
        assertThat(see(A, B, 10)).isZero();
    }

    @Test
    void anAddressThatWasReplacedMustHoldBeforeItReplaces() {
        see(A, B, 0);
        assertThat(see(B, A, 10)).isEqualTo(HOLD);
        assertThat(see(B, A, 20)).isEqualTo(Duration.ofSeconds(40));
        assertThat(see(B, A, 40)).isZero();
    }

    @Test
    void whatGoesAwayAgainBeginsAnew() {
        see(A, B, 0);
        see(B, A, 10);
        assertThat(see(B, B, 30)).isZero();
        assertThat(see(B, A, 20)).isEqualTo(HOLD);
    }

    @Test
    void forgetsAfterFiveTimesTheHold() {
        see(A, B, 0);
        assertThat(see(B, A, 301)).isZero();
    }

    @Test
    void holdsNothingIfToldSo() {
        FlapGuard open = new FlapGuard(Duration.ZERO);
        open.delay(A, B, now);
        assertThat(open.delay(B, A, now)).isZero();
    }
}

package io.github.ddnskit.ip;

import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Vantage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a source is to be left alone: as long as it says, and longer and longer if it is outside of the device and fails
 * again and again. Thread-safe.
 */
final class Breaker {
    private static final int FAILURES = 3;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private int failures;
    private Instant since = Instant.EPOCH;
    private @Nullable Instant until;

    synchronized Duration left(Instant now) {
        if (until != null && now.isBefore(since)) { // the clock was put back, and the wait is no longer for that
            until = now.plus(Duration.between(since, until));
            since = now;
        }
        return until == null || !until.isAfter(now) ? Duration.ZERO : Duration.between(now, until);
    }

    synchronized void learn(Observation seen, Vantage vantage, Instant now) {
        if (!(seen instanceof Observation.Unknown unknown)) {
            failures = 0;
            until = null;
            return;
        }
        failures++;
        since = now;
        Duration asked = unknown.retryAfter();
        boolean far = vantage == Vantage.GATEWAY || vantage == Vantage.REFLEXIVE;
        if (asked != null) {
            until = now.plus(asked);
        } else if (far && failures >= FAILURES) {
            Duration wait = SHORTEST.multipliedBy(1L << Math.min(failures - FAILURES, 6));
            until = now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
    }
}

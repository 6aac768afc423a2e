package io.github.ddnskit.internal;

import java.time.Duration;
import java.time.Instant;

/**
 * How often hints may make the client look: {@value #BURST} times at once, and once more every 10 s. Whoever can cause
 * hints, such as anybody on the network of a router, cannot make it ask strangers more often. Thread-safe: after a change of the
 * configuration, a run of the lookout before may still be under way.
 */
final class HintLimit {

    static final int BURST = 6;
    static final Duration REFILL = Duration.ofSeconds(10);

    private static final Duration EMPTY = REFILL.multipliedBy(BURST);

    /** From when on all looks of the burst are there again. */
    private Instant full = Instant.MIN;

    /**
     * Takes one look, if there is one to take.
     *
     * @param now the time; it may be put back meanwhile
     * @return zero if it was taken, or how long to wait for the next one
     */
    synchronized Duration take(Instant now) {
        if (full.isBefore(now) || full.isAfter(now.plus(EMPTY))) { // the latter only after the clock was put back
            full = now;
        }
        Duration wait = Duration.between(now, full.plus(REFILL).minus(EMPTY));
        if (wait.isNegative() || wait.isZero()) {
            full = full.plus(REFILL);
            return Duration.ZERO;
        }
        return wait;
    }
}

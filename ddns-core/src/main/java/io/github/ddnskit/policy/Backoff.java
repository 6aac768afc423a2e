package io.github.ddnskit.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: a random time up to a limit that doubles with each failure in a row.
 *
 * <p>The whole of the wait is random (full jitter), so that many devices that failed together do not come back together;
 * only the first second is never undercut. Immutable and thread-safe.
 *
 * @param first the limit after the first failure, at least 1 s
 * @param cap the limit that is never exceeded
 */
public record Backoff(Duration first, Duration cap) {

    private static final Duration FLOOR = Duration.ofSeconds(1);
    private static final Backoff STANDARD = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(15));
    private static final int DOUBLINGS = 30;

    /**
     * Checks the components.
     *
     * @param first the limit after the first failure, at least 1 s
     * @param cap the limit that is never exceeded
     * @throws IllegalArgumentException if the first limit is under a second or over the cap
     */
    public Backoff {
        if (first.compareTo(FLOOR) < 0 || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a backoff starts at 1 s or more and ends at a cap no lower: not " + first + " and " + cap);
        }
    }

    /** {@return up to 10 s after the first failure, up to 15 minutes in the end} */
    public static Backoff standard() {
        return STANDARD;
    }

    /**
     * Draws the wait after a failure.
     *
     * @param failures how many failures in a row, at least 1
     * @param random where chance comes from
     * @return between one second and {@link #limit}, in whole milliseconds
     */
    public Duration delay(int failures, RandomGenerator random) {
        long floor = FLOOR.toMillis();
        return Duration.ofMillis(floor + random.nextLong(limit(failures).toMillis() - floor + 1));
    }

    /**
     * The longest wait after a failure.
     *
     * @param failures how many failures in a row, at least 1
     * @return the first limit, doubled for each failure after the first, and at most the cap
     */
    public Duration limit(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), DOUBLINGS);
        if (first.compareTo(cap.dividedBy(1L << doublings)) > 0) {
            return cap;
        }
        return first.multipliedBy(1L << doublings);
    }
}

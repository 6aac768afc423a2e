package io.github.ddnskit.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets an address that comes and goes replace another only after it has been seen for a while. The first change is always
 * let through at once. Not thread-safe.
 */
final class FlapGuard {

    private static final int SPANS = 5;

    private final Duration hold;
    private final Map<Set<InetAddress>, Instant> replaced = new HashMap<>();
    private @Nullable Set<InetAddress> waiting;
    private Instant waitingSince = Instant.EPOCH;

    /**
     * Creates a guard.
     *
     * @param hold how long an address must be seen; one that was replaced longer than five such spans ago counts as new
     */
    FlapGuard(Duration hold) {
        this.hold = hold;
    }

    /**
     * Takes note of what is seen.
     *
     * @param current what is believed; empty if nothing is
     * @param seen what is seen now
     * @param now the time
     * @return how much longer it must be seen until it may replace what is believed; zero if it does from now on
     */
    Duration delay(Set<InetAddress> current, Set<InetAddress> seen, Instant now) {
        if (seen.equals(current)) {
            waiting = null;
            return Duration.ZERO;
        }
        // A clock that was put back must not make the past last longer.
        replaced.replaceAll((address, when) -> when.isAfter(now) ? now : when);
        replaced.values().removeIf(when -> when.plus(hold.multipliedBy(SPANS)).isBefore(now));
        if (replaced.containsKey(seen)) {
            if (!seen.equals(waiting) || waitingSince.isAfter(now)) {
                waiting = seen;
                waitingSince = now;
            }
            Duration left = Duration.between(now, waitingSince.plus(hold));
            if (!left.isNegative() && !left.isZero()) {
                return left;
            }
        }
        waiting = null;
        if (!current.isEmpty()) {
            replaced.put(current, now);
        }
        return Duration.ZERO;
    }
}

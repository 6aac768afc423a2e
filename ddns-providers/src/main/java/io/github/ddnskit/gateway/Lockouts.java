package io.github.ddnskit.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts wrong passwords, and locks out who sends too many, longer each time. Thread-safe. */
final class Lockouts {

    private static final int MOST = 100_000;
    private static final int LONGEST_SHIFT = 20;
    private static final Duration FORGIVEN_AFTER = Duration.ofHours(24);

    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST;
        }
    };

    /** What is held against somebody. */
    private record Count(int wrong, int lockouts, Instant until, Instant last) {}

    Lockouts(Clock clock) {
        this.clock = clock;
    }

    /** Until when somebody is locked out, if now. */
    synchronized Optional<Instant> until(String who) {
        Count count = counts.get(who);
        return count != null && clock.instant().isBefore(count.until()) ? Optional.of(count.until()) : Optional.empty();
    }

    /** Counts a wrong password; tells the end of the lockout that it has led to, if it has. */
    synchronized Optional<Instant> wrong(String who, int allowed, GatewayLimits limits) {
        Instant now = clock.instant();
        Count before = counts.get(who);
        if (before == null || before.last().plus(FORGIVEN_AFTER).isBefore(now)) {
            before = new Count(0, 0, Instant.EPOCH, now);
        }
        if (before.wrong() + 1 < allowed) {
            counts.put(who, new Count(before.wrong() + 1, before.lockouts(), before.until(), now));
            return Optional.empty();
        }
        Duration time = limits.firstLockout().multipliedBy(1L << Math.min(before.lockouts(), LONGEST_SHIFT));
        Instant until = now.plus(time.compareTo(limits.longestLockout()) > 0 ? limits.longestLockout() : time);
        counts.put(who, new Count(0, before.lockouts() + 1, until, now));
        return Optional.of(until);
    }
}

package io.github.ddnskit.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the client looks at DNS itself for what a provider has confirmed. Immutable and thread-safe.
 *
 * <p>What it sees raises events and shows in the status. It never takes back what a provider confirmed.
 */
public sealed interface Verification {

    /** The provider's word is enough. */
    record None() implements Verification {}

    /**
     * The client looks until DNS shows what was confirmed.
     *
     * @param patience after what time it is said that DNS does not show it; the client goes on looking, less often
     */
    record Confirm(Duration patience) implements Verification {
        /**
         * Checks the component.
         *
         * @param patience after what time it is said that DNS does not show it; the client goes on looking, less often
         * @throws IllegalArgumentException if it is not positive
         */
        public Confirm {
            requirePositive(patience, "patience");
        }
    }

    /**
     * The client looks until DNS shows what was confirmed, and from then on whether it still does.
     *
     * @param patience after what time it is said that DNS does not show it
     * @param every how often to look from then on
     * @param repairEvery after what time at the soonest a record that was changed elsewhere is sent again, the first time
     *     at once; null for never. So long, two clients that keep the same name in different ways have peace. Nothing is
     *     repaired at a provider that forbids to send an unchanged name again.
     */
    record Guard(
            Duration patience, Duration every, @Nullable Duration repairEvery) implements Verification {

        private static final Duration SHORTEST_REPAIR = Duration.ofMinutes(10);

        /**
         * Checks the components.
         *
         * @param patience after what time it is said that DNS does not show it
         * @param every how often to look from then on
         * @param repairEvery after what time at the soonest a record that was changed elsewhere is sent again, or null
         * @throws IllegalArgumentException if a time is not positive, or repairs are to follow each other within 10 minutes
         */
        public Guard {
            requirePositive(patience, "patience");
            requirePositive(every, "time between two looks");
            if (repairEvery != null && repairEvery.compareTo(SHORTEST_REPAIR) < 0) {
                throw new IllegalArgumentException("repairs are at least 10 minutes apart, not " + repairEvery);
            }
        }

        /**
         * The same, with repair.
         *
         * @param atMostEvery the least time between two repairs of one record, at least 10 minutes
         * @return a copy with it
         * @throws IllegalArgumentException if it is shorter
         */
        public Guard withRepair(Duration atMostEvery) {
            return new Guard(patience, every, atMostEvery);
        }
    }

    /** {@return the provider's word is enough} */
    static Verification none() {
        return new None();
    }

    /** {@return look until DNS shows it, and say so if it does not within 5 minutes} */
    static Confirm confirm() {
        return new Confirm(Duration.ofMinutes(5));
    }

    /** {@return the same, and look every 10 minutes from then on, without repair} */
    static Guard guard() {
        return new Guard(Duration.ofMinutes(5), Duration.ofMinutes(10), null);
    }

    private static void requirePositive(Duration time, String what) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("the " + what + " must be positive, not " + time);
        }
    }
}

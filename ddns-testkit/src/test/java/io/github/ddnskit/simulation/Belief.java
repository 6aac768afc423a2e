package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Observation;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the client may believe of the addresses of the device, by what its sources have answered. Sources on the
 * device are asked one after another until one has found something; the first that did is right. Of two servers on the
 * Internet, one never lies, so that only what was true may be believed.
 */
final class Belief {

    private final World world;
    private final Scenario scenario;
    private final Map<AddressFamily, Round> rounds = new EnumMap<>(AddressFamily.class);

    Belief(World world, Scenario scenario) {
        this.world = world;
        this.scenario = scenario;
        for (AddressFamily family : AddressFamily.values()) {
            rounds.put(family, new Round(family));
        }
    }

    /** A source is asked. */
    void asked(AddressFamily family, int source) {
        round(family).asked(source);
    }

    /** A source has answered. */
    void answered(AddressFamily family, int source, Observation answer) {
        round(family).answered(source, answer);
    }

    /** Whether these are the addresses that were found. */
    boolean isFound(AddressFamily family, Set<InetAddress> addresses) {
        return scenario.distant()
                ? world.everHad(family, addresses)
                : addresses.equals(round(family).outcome().found());
    }

    /** Whether it was sure for so long that the device has no address. */
    boolean isAbsentFor(AddressFamily family, Duration duration) {
        if (scenario.distant()) {
            return world.everHad(family, Set.of());
        }
        Outcome outcome = round(family).outcome();
        return outcome.absentSince() != null
                && (Duration.between(outcome.absentSince(), world.truth()).compareTo(duration) >= 0
                        || !world.clock().isBefore(outcome.absentFrom().plus(duration)));
    }

    private Round round(AddressFamily family) {
        return Objects.requireNonNull(rounds.get(family));
    }

    /**
     * What came of a round.
     *
     * @param found the addresses; empty if there are none, or nobody knows
     * @param absentSince since when it is certain that there are none, in truth, or null if it is not
     * @param absentFrom what the clock showed then
     */
    private record Outcome(Set<InetAddress> found, @Nullable Instant absentSince, Instant absentFrom) {
        static final Outcome NOTHING = new Outcome(Set.of(), null, Instant.EPOCH);
    }

    private final class Round {
        private final AddressFamily family;
        private final @Nullable Observation[] answers = new Observation[scenario.sources()];
        private Outcome before = Outcome.NOTHING;
        private Instant answeredAt = Instant.EPOCH;
        private Instant answeredFrom = Instant.EPOCH;
        private int last = Integer.MAX_VALUE;
        private boolean asking;

        Round(AddressFamily family) {
            this.family = family;
        }

        void asked(int source) {
            if (source <= last) {
                before = result();
                Arrays.fill(answers, null);
            }
            last = source;
            asking = true;
        }

        void answered(int source, Observation answer) {
            answers[source] = answer;
            asking = false;
            answeredAt = world.truth();
            answeredFrom = world.clock();
        }

        /** While somebody is asked, the last round counts. */
        Outcome outcome() {
            return asking ? before : result();
        }

        private Outcome result() {
            boolean absent = true;
            for (Observation answer : answers) {
                Set<InetAddress> usable = usable(answer);
                if (!usable.isEmpty()) {
                    return new Outcome(usable, null, Instant.EPOCH);
                }
                absent &= answer instanceof Observation.Absent;
            }
            if (!absent) {
                return Outcome.NOTHING;
            }
            return before.absentSince() == null ? new Outcome(Set.of(), answeredAt, answeredFrom) : before;
        }

        private Set<InetAddress> usable(@Nullable Observation answer) {
            Set<InetAddress> usable = new LinkedHashSet<>();
            if (answer instanceof Observation.Found found) {
                for (InetAddress address : found.addresses()) {
                    if (AddressFamily.of(address) == family && Addresses.isGlobal(address)) {
                        usable.add(address);
                    }
                }
            }
            return usable;
        }
    }
}

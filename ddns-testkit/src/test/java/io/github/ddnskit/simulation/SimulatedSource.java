package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A source that tells the truth, does not know it, lies, breaks its contract, or takes its time. */
final class SimulatedSource {

    /** What it does when it is asked. */
    enum Manner {
        TRUTH,
        UNKNOWN,
        REST,
        ABSENT,
        OTHER,
        SPECIAL,
        MIXED,
        WRONG_FAMILY,
        THROW,
        HANG
    }

    private record Mood(Manner manner, Set<InetAddress> other, InetAddress special, Duration rest) {}

    private static final int ANSWERS_FULLY = 3;

    private final World world;
    private final int index;
    private final boolean distant;
    private final SourceId id;
    private final Map<AddressFamily, Mood> moods = new EnumMap<>(AddressFamily.class);

    SimulatedSource(World world, int index, boolean distant) {
        this.world = world;
        this.index = index;
        this.distant = distant;
        id = new SourceId("simulated", String.valueOf(index));
        for (AddressFamily family : AddressFamily.values()) {
            set(family, Manner.TRUTH, new SplittableRandom(index));
        }
    }

    /** Changes what it does. */
    void change(AddressFamily family, SplittableRandom random) {
        boolean well = random.nextInt(2) == 0;
        // Of the servers on the Internet only the second lies: two that tell the same lie are believed.
        int kinds = distant && index == 0 ? ANSWERS_FULLY : Manner.values().length - (distant ? 1 : 0);
        set(family, well ? Manner.TRUTH : Manner.values()[random.nextInt(kinds)], random);
    }

    void set(AddressFamily family, Manner manner, SplittableRandom random) {
        moods.put(
                family,
                new Mood(
                        manner,
                        Addresses.draw(family, random),
                        Addresses.drawSpecial(family, random),
                        Duration.ofSeconds(1 + random.nextLong(Scenario.LONGEST_REST_OF_SOURCE.toSeconds() - 1))));
    }

    @Override
    public String toString() {
        return id + " " + moods;
    }

    /** The source as one run of the client has it. */
    IpSource in(Life life, Belief belief, Trace trace) {
        return new IpSource() {
            @Override
            public SourceId id() {
                return id;
            }

            @Override
            public Vantage vantage() {
                return distant ? Vantage.REFLEXIVE : Vantage.LOCAL;
            }

            @Override
            public Observation observe(Query query) throws InterruptedException {
                AddressFamily family = query.family();
                if (distant) { // on a thread of its own, and nobody knows when
                    return answer(family);
                }
                life.boundary();
                belief.asked(family, index);
                Mood mood = mood(family);
                if (mood.manner == Manner.HANG) {
                    world.hang(query.timeout());
                    life.boundary();
                    if (life.isClosed()) {
                        throw new InterruptedException();
                    }
                }
                if (mood.manner == Manner.THROW) {
                    belief.answered(family, index, Observation.unknown("it threw"));
                    throw new IllegalStateException("the token is " + Checks.SECRET);
                }
                Observation answer = answer(family);
                belief.answered(family, index, answer);
                trace.add(() -> "  " + id + " says of " + family + ": " + answer);
                return answer;
            }
        };
    }

    private Mood mood(AddressFamily family) {
        Mood mood = moods.get(family);
        if (mood == null) {
            throw new IllegalStateException("a source has a mood for each family");
        }
        return mood;
    }

    private Observation answer(AddressFamily family) {
        Mood mood = mood(family);
        Set<InetAddress> truth = world.addresses(family);
        return switch (mood.manner) {
            case TRUTH -> truth.isEmpty() ? Observation.absent("there is none") : found(truth);
            case REST -> new Observation.Unknown("it wants to rest", mood.rest);
            case ABSENT -> Observation.absent("it says so");
            case OTHER -> found(mood.other);
            case SPECIAL -> found(Set.of(mood.special));
            case MIXED -> {
                Set<InetAddress> mixed = new LinkedHashSet<>(truth);
                mixed.add(mood.special);
                yield found(mixed);
            }
            case WRONG_FAMILY -> {
                Set<InetAddress> wrong =
                        world.addresses(family == AddressFamily.IPV4 ? AddressFamily.IPV6 : AddressFamily.IPV4);
                yield wrong.isEmpty() ? Observation.unknown("it knows neither") : found(wrong);
            }
            case THROW -> throw new IllegalStateException("the token is " + Checks.SECRET);
            default -> Observation.unknown("it does not know");
        };
    }

    private Observation found(Set<InetAddress> addresses) {
        return Observation.found(
                addresses,
                distant
                        ? new Provenance(id, Vantage.REFLEXIVE, "operator " + index, false)
                        : Provenance.ofThisDevice(id, Vantage.LOCAL));
    }
}

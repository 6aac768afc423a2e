package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.testkit.ManualTime;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** How things really are: the time, and the addresses of the device. */
final class World {

    /** How many calls may hang within each other: more would only repeat what two show. */
    private static final int DEEPEST = 2;

    final ManualTime time = ManualTime.create();
    private final Map<AddressFamily, Set<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final Map<AddressFamily, Set<Set<InetAddress>>> past = new EnumMap<>(AddressFamily.class);
    private final List<BiConsumer<Instant, Instant>> whenPutBack = new ArrayList<>();
    private Duration wrongBy = Duration.ZERO;
    private int hanging;

    World(SplittableRandom random) {
        for (AddressFamily family : AddressFamily.values()) {
            move(family, Addresses.draw(family, random));
        }
    }

    /** The addresses of the device; none if it has none. */
    Set<InetAddress> addresses(AddressFamily family) {
        return addresses.getOrDefault(family, Set.of());
    }

    final void move(AddressFamily family, Set<InetAddress> to) {
        addresses.put(family, to);
        past.computeIfAbsent(family, none -> new HashSet<>()).add(to);
    }

    /** Whether these were once all addresses of the device. */
    boolean everHad(AddressFamily family, Set<InetAddress> all) {
        return past.getOrDefault(family, Set.of()).contains(all);
    }

    /** What the clock of the device shows. */
    Instant clock() {
        return time.now();
    }

    /** How much time has really passed, whatever the clock shows. */
    Instant truth() {
        return time.now().minus(wrongBy);
    }

    /** Is told what the clock showed, and what it shows, each time when it is put back. */
    void whenPutBack(BiConsumer<Instant, Instant> told) {
        whenPutBack.add(told);
    }

    /** Sets the clock wrong, or right. */
    void jump(Duration by) {
        Instant before = clock();
        time.jump(by);
        wrongBy = wrongBy.plus(by);
        if (by.isNegative()) {
            whenPutBack.forEach(told -> told.accept(before, clock()));
        }
    }

    /** Time passes while the device is asleep. */
    void sleep(Duration duration) {
        time.jump(duration);
    }

    /** Time passes while one call waits, and everything else goes on. */
    void hang(Duration duration) {
        if (hanging < DEEPEST) {
            hanging++;
            try {
                time.advance(duration);
            } finally {
                hanging--;
            }
        }
    }
}

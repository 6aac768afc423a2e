package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.Scheduler;
import java.time.Clock;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What a lane works with.
 *
 * @param running whether the client works by itself, and not only when it is asked
 */
record Surroundings(
        Clock clock,
        RandomGenerator random,
        Scheduler scheduler,
        Ledger ledger,
        Events events,
        Goals goals,
        Set<AddressClass> publishable,
        BooleanSupplier running) {

    /** Tells what the records of a family shall be now. */
    @FunctionalInterface
    interface Goals {
        Goal goal(AddressFamily family);
    }
}

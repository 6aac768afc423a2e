package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What a lane works with. */
record Surroundings(Clock clock, RandomGenerator random, Ledger ledger, Events events, Goals goals) {

    /** Tells what the records of a family shall be now. */
    @FunctionalInterface
    interface Goals {
        Goal goal(AddressFamily family);
    }
}

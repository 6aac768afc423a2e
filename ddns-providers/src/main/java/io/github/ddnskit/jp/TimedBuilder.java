package io.github.ddnskit.jp;

import java.time.Clock;

/** What the builders of all updaters here have in common. */
abstract class TimedBuilder<B extends TimedBuilder<B>> {

    Clock clock = Clock.systemUTC();

    /**
     * Sets the clock from which waits count, the system's if not set.
     *
     * @param clock a clock
     * @return this
     */
    public B clock(Clock clock) {
        this.clock = clock;
        return self();
    }

    @SuppressWarnings("unchecked") // every subclass names itself
    final B self() {
        return (B) this;
    }
}

package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.state.RecordKey;
import java.time.Clock;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a lane works with. */
record Surroundings(
        Clock clock,
        RandomGenerator random,
        Scheduler scheduler,
        Ledger ledger,
        Events events,
        Set<AddressClass> publishable,
        Loop loop) {

    /** The loop that a lane is a part of. */
    interface Loop {

        /** {@return whether the client works by itself, and not only when it is asked} */
        boolean isRunning();

        /** {@return whether what was published is to be removed} */
        boolean isLeaving();

        /** {@return what the records of a family shall be, for hosts at the addresses of the client} */
        Goal goal(AddressFamily family);

        /** {@return what was detected last, for hosts at the addresses of the client; null before the first look} */
        @Nullable
        Observation detected(AddressFamily family);

        /** Takes note that a provider confirmed a record of a name. */
        void confirmed(Hostname name);

        /** {@return what DNS shows in place of what was confirmed, if that was told} */
        @Nullable
        Observation shownInstead(RecordKey key);
    }
}

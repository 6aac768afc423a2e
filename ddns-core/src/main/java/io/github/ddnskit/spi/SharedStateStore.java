package io.github.ddnskit.spi;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A store that several clients share, so that others go on where one of them dies. All have the same hosts; leases deal
 * them out, and a client keeps those names only whose lease it holds. Thread-safe.
 *
 * <p>{@link #load()} finds nothing: what is remembered of a name comes with its lease. {@link #save} saves nothing, and
 * throws {@link io.github.ddnskit.state.LeaseLostException}, if the lease of one of the names has gone to another client;
 * the client sends nothing that it could not save.
 */
public interface SharedStateStore extends StateStore {

    /**
     * Renews the leases that are held, takes free ones up to a fair share, and lets go of what is beyond it.
     *
     * @param remembered is given what is remembered of the names that come with new leases, before any of them is held
     * @return whether there is a lease that was not held before
     * @throws IOException if the store cannot be reached; what is held stays so until its time is over
     */
    boolean renew(Consumer<Map<RecordKey, RecordState>> remembered) throws IOException;

    /** {@return how long a lease lasts without being renewed} */
    Duration leaseTime();

    /**
     * Whether a name is this client's. Counted in elapsed time, so that a clock that is put back does not prolong it.
     *
     * @param name the name
     * @param atLeast for how long it must still be so; zero for now
     * @return false if it is not, or not certain
     */
    boolean holds(Hostname name, Duration atLeast);
}

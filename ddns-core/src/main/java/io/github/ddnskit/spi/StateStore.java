package io.github.ddnskit.spi;

import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.util.Map;

/**
 * Remembers what was confirmed, across restarts. Thread-safe.
 */
public interface StateStore extends AutoCloseable {

    /**
     * Reads all that is remembered.
     *
     * @return the states, empty if there are none yet
     * @throws io.github.ddnskit.state.DamagedStateException if what was found cannot be trusted and has been set aside;
     *     reading again finds nothing
     * @throws IOException if it cannot be read
     */
    Map<RecordKey, RecordState> load() throws IOException;

    /**
     * Remembers these states, and keeps those of other records. All of them or, after an exception, none: when the
     * method returns, they survive a loss of power.
     *
     * @param changes the states that are new
     * @throws IOException if they cannot be written
     */
    void save(Map<RecordKey, RecordState> changes) throws IOException;

    /** Releases what the store holds. Does nothing by default. */
    @Override
    default void close() {}
}

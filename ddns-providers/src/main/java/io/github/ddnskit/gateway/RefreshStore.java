package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Remembers what hosts hold and when they were updated last: by it, a gateway tells a change from a refresh, and lets names
 * lapse. Nothing that it says keeps an update from being sent. A gateway alone has one in a file; several share a
 * {@link JdbcGatewayStore}. Thread-safe.
 */
public abstract sealed class RefreshStore implements AutoCloseable permits StateRefreshStore, JdbcGatewayStore {

    RefreshStore() {}

    /**
     * A store in a file, which is read now. For one gateway alone.
     *
     * @param file the file; its folder is made when it is needed
     * @return the store
     * @throws IOException if the file cannot be read
     */
    public static RefreshStore at(Path file) throws IOException {
        return StateRefreshStore.read(file);
    }

    /** {@return a store that forgets everything at the end of the program} */
    public static RefreshStore inMemory() {
        return StateRefreshStore.empty();
    }

    /** What was remembered of these hosts; those that are not known are left out. */
    abstract Map<Hostname, Refresh> recall(Set<Hostname> hosts) throws IOException;

    /**
     * Remembers what DNS has just confirmed.
     *
     * @return those whose removal another gateway has begun since they were updated last: what was confirmed may be gone
     *     again, so they have to be published and remembered once more before anybody is told
     */
    abstract Set<Hostname> remember(Map<Hostname, Refresh> refreshed) throws IOException;

    /** Tells all hosts that hold addresses and were not updated since a time, those that were not for longest first. */
    abstract void tellNotSince(Instant time, BiConsumer<Hostname, Refresh> action) throws IOException;

    /**
     * Begins the removal of a host, unless somebody has refreshed it since or removes it already. Until the removal ends,
     * {@link #remember} does not take the host from any other gateway.
     *
     * @param known what was remembered of it when its removal was decided
     * @return whether it may be removed; then {@link #endRemoval} follows
     */
    abstract boolean beginRemoval(Hostname host, Refresh known) throws IOException;

    /**
     * Ends a removal that has begun, whatever became of it.
     *
     * @param left what the host may still hold
     */
    abstract void endRemoval(Hostname host, Refresh left) throws IOException;

    /** Releases what the store holds. Does nothing by default. */
    @Override
    public void close() {}
}

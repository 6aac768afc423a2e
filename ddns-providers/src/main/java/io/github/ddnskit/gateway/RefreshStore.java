package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Remembers when hosts were updated last: by it, the gateway tells a change from a refresh, and lets names lapse. Nothing
 * that it says keeps an update from being sent. Thread-safe.
 */
public interface RefreshStore extends AutoCloseable {

    /**
     * What was remembered.
     *
     * @param hosts some hosts
     * @return by host; those that are not known are left out
     * @throws IOException if the store cannot tell
     */
    Map<Hostname, Refresh> recall(Set<Hostname> hosts) throws IOException;

    /**
     * Remembers.
     *
     * @param refreshed by host, what DNS has just confirmed
     * @throws IOException if it cannot be stored
     */
    void remember(Map<Hostname, Refresh> refreshed) throws IOException;

    /**
     * The hosts that hold addresses and were not updated since a time.
     *
     * @param time the time
     * @return some of them, by host
     * @throws IOException if the store cannot tell
     */
    Map<Hostname, Refresh> notSince(Instant time) throws IOException;

    /** Releases what the store holds. Does nothing by default. */
    @Override
    default void close() {}
}

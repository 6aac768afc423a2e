package io.github.ddnskit.replicas;

import java.time.Instant;

/**
 * What has happened to a replica.
 *
 * @param replica its number
 * @param kind what it was
 * @param from when it began
 * @param to when it was over
 */
record Misfortune(int replica, Kind kind, Instant from, Instant to) {

    /** What happens to replicas. */
    enum Kind {
        /** It never comes back. */
        KILLED,
        /** Its connections to the database end, and new ones too. */
        CUT_OFF,
        /** Nothing gets through to the database, and what was sent arrives late. */
        FROZEN
    }
}

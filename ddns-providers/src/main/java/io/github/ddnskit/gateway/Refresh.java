package io.github.ddnskit.gateway;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;

/**
 * When a host was updated last, and what DNS confirmed then. Immutable and thread-safe.
 *
 * @param at when
 * @param addresses those of both families
 */
record Refresh(Instant at, Set<InetAddress> addresses) {

    Refresh {
        addresses = Set.copyOf(addresses);
    }
}

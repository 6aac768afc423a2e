package io.github.ddnskit.rest;

import io.github.ddnskit.Hostname;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * A zone in the user's account.
 *
 * @param id what the API calls it in its paths; often its name
 * @param name its apex
 */
record Zone(String id, Hostname name) {

    /** The zone of a list that holds the host, and the longest if there are several. */
    static Optional<Zone> longest(Collection<Zone> zones, Hostname host) {
        return zones.stream()
                .filter(zone -> host.isWithin(zone.name))
                .max(Comparator.comparingInt(zone -> zone.name.ascii().length()));
    }
}

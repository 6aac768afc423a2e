package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A zone in the user's account.
 *
 * @param id what the API calls it in its paths; often its name
 * @param name its apex
 */
record Zone(String id, Hostname name) {

    /** Adds a zone to a list, unless its name is none that a host can have, such as those of RFC 2317. */
    static void add(Collection<Zone> zones, String id, String name) {
        try {
            zones.add(new Zone(id, Hostname.of(name)));
        } catch (IllegalArgumentException noHostname) {
            // no host can be in it
        }
    }

    /** The zones of a list, each an object with these fields; see {@link #add}. */
    static List<Zone> all(Iterable<JsonNode> list, String id, String name) throws ApiException {
        List<Zone> zones = new ArrayList<>();
        for (JsonNode one : list) {
            add(zones, Json.text(one, id), Json.text(one, name));
        }
        return zones;
    }

    /** The zone of a list that holds the host, and the longest if there are several; two of one name are a conflict. */
    static Optional<Zone> longest(Collection<Zone> zones, Hostname host) throws ApiException {
        Optional<Zone> longest = zones.stream()
                .filter(zone -> host.isWithin(zone.name))
                .max(Comparator.comparingInt(zone -> zone.name.ascii().length()));
        if (longest.isPresent()
                && zones.stream().filter(longest.get()::hasNameOf).count() > 1) {
            throw ApiException.never(
                    FailureReason.CONFLICT, "there are several zones named " + longest.get().name + ": choose one");
        }
        return longest;
    }

    private boolean hasNameOf(Zone other) {
        return name.equals(other.name);
    }
}

package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An RRset that is not as it should be.
 *
 * @param name which one
 * @param current what is there, or null if there is none
 * @param addresses what shall be there; empty if the RRset shall not exist, and then there is a current one
 * @param wantedTtl the time to live that the user asked for in seconds, or null to keep what is there
 */
record Change(
        RrsetName name,
        @Nullable Rrset current,
        Set<InetAddress> addresses,
        @Nullable Long wantedTtl) {

    boolean isRemoval() {
        return addresses.isEmpty();
    }

    /** What the provider said of what is there, or an object without fields. */
    JsonNode source() {
        return current == null ? Json.object() : current.source();
    }

    /** The time to live to write for a record that is there: the one asked for, or else the one it has, or else this. */
    long ttl(Rrset.Item item, long byDefault) {
        if (wantedTtl != null) {
            return wantedTtl;
        }
        Long kept = item.ttl();
        return kept == null ? byDefault : kept;
    }

    /** The time to live to write: the one asked for, or else the one that is there, or else this. */
    long ttl(long byDefault) {
        if (wantedTtl != null) {
            return wantedTtl;
        }
        Long kept = current == null ? null : current.ttl();
        return kept == null ? byDefault : kept;
    }
}

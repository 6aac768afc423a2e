package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An RRset as the provider has it.
 *
 * @param addresses what it holds
 * @param ttl its time to live in seconds, or null if it is not known or not the same everywhere
 * @param source what the provider said, with all that a change has to carry along
 * @param items the single records, for an API that has such
 */
record Rrset(Set<InetAddress> addresses, @Nullable Long ttl, JsonNode source, List<Item> items) {

    /**
     * A single record of an RRset.
     *
     * @param id what the API calls it
     * @param address what it holds
     * @param ttl its time to live in seconds, or null if the provider does not say
     * @param source what the provider said of it
     */
    record Item(String id, InetAddress address, @Nullable Long ttl, JsonNode source) {}

    /** An RRset of an API that knows whole RRsets only. */
    Rrset(Set<InetAddress> addresses, @Nullable Long ttl, JsonNode source) {
        this(addresses, ttl, source, List.of());
    }

    /** An RRset made of single records, of which there is at least one. */
    static Rrset of(List<Item> items) {
        Set<InetAddress> addresses =
                items.stream().map(Item::address).collect(Collectors.toCollection(LinkedHashSet::new));
        Long ttl = items.get(0).ttl();
        boolean same = ttl != null && items.stream().allMatch(item -> ttl.equals(item.ttl()));
        return new Rrset(addresses, same ? ttl : null, items.get(0).source(), items);
    }
}

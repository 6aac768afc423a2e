package io.github.ddnskit.testkit.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone at one moment. Immutable: a change gives another snapshot, which shares with this one all that did not change.
 * Names that only have names below them ("empty non-terminals") have a node without records.
 */
public final class ZoneData {

    private static final int SHARDS = 512;

    private final Name apex;
    private final Shard[] shards;

    private ZoneData(Name apex, Shard[] shards) {
        this.apex = apex;
        this.shards = shards;
    }

    static ZoneData empty(Name apex) {
        Shard[] shards = new Shard[SHARDS];
        Arrays.fill(shards, new Shard(Map.of()));
        return new ZoneData(apex, shards).withNode(apex, Node.EMPTY);
    }

    Name apex() {
        return apex;
    }

    /** Whether the name is the apex or below it, cut off by a delegation or not. */
    boolean covers(Name name) {
        return name.subdomain(apex);
    }

    /** The node of a name that exists, or null. */
    @Nullable
    Node node(Name name) {
        return shards[shardOf(name)].nodes.get(name);
    }

    /** The node of a name, or else of the wildcard that stands for it, or null. */
    @Nullable
    Node nodeOrWildcard(Name name) {
        Node node = node(name);
        return node == null ? node(wildcardFor(name)) : node;
    }

    /** The wildcard at the closest encloser, whether it exists or not (RFC 4592 section 3.3.1). */
    Name wildcardFor(Name name) {
        int labels = 1;
        while (node(new Name(name, labels)) == null) {
            labels++;
        }
        return name.wild(labels);
    }

    boolean hasChildren(Name name) {
        Node node = node(name);
        return node != null && node.children > 0;
    }

    @Nullable
    RrSet find(Name name, int type) {
        Node node = node(name);
        return node == null ? null : node.find(type);
    }

    SOARecord soa() {
        RrSet set = find(apex, Type.SOA);
        if (set == null) {
            throw new IllegalStateException("the zone " + apex + " has no SOA");
        }
        return (SOARecord) set.records().get(0);
    }

    /** {@return the serial of the SOA, an unsigned number of 32 bits} */
    public long serial() {
        return soa().getSerial();
    }

    /** This zone with that set in the place of what was there of its type. */
    ZoneData with(Name name, RrSet set) {
        Node node = node(name);
        return withNode(name, (node == null ? Node.EMPTY : node).with(set));
    }

    ZoneData without(Name name, int type) {
        Node node = node(name);
        return node == null || node.find(type) == null ? this : withNode(name, node.without(type));
    }

    /** All records of a name in the order of their types. */
    public List<Record> records(Name name) {
        Node node = node(name);
        return node == null ? List.of() : sorted(node);
    }

    /** All records in canonical order of names (RFC 4034 section 6.1), at the apex the SOA first. */
    public List<Record> records() {
        List<Map.Entry<Name, Node>> nodes = new ArrayList<>();
        for (Shard shard : shards) {
            nodes.addAll(shard.nodes.entrySet());
        }
        nodes.sort(Map.Entry.comparingByKey());
        List<Record> all = new ArrayList<>();
        nodes.forEach(entry -> all.addAll(sorted(entry.getValue())));
        return all;
    }

    private static List<Record> sorted(Node node) {
        List<Record> records = new ArrayList<>();
        node.sets.stream()
                .sorted(Comparator.comparingInt((RrSet set) -> set.type() == Type.SOA ? 0 : set.type()))
                .forEach(set -> set.records().stream().sorted().forEach(records::add));
        return records;
    }

    private ZoneData withNode(Name name, Node node) {
        Shard[] copy = shards.clone();
        put(copy, name, node);
        return new ZoneData(apex, copy);
    }

    /** Puts a node, and keeps the count of children above it right: a name exists while something is below it. */
    private void put(Shard[] into, Name name, Node node) {
        int index = shardOf(name);
        Map<Name, Node> nodes = new HashMap<>(into[index].nodes);
        boolean stays = name.equals(apex) || node.children > 0 || !node.sets.isEmpty();
        boolean existed = (stays ? nodes.put(name, node) : nodes.remove(name)) != null;
        into[index] = new Shard(nodes);
        if (stays != existed && !name.equals(apex)) {
            Name parent = new Name(name, 1);
            Node above = into[shardOf(parent)].nodes.getOrDefault(parent, Node.EMPTY);
            put(into, parent, new Node(above.sets, above.children + (stays ? 1 : -1)));
        }
    }

    private static int shardOf(Name name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 16)) & (SHARDS - 1);
    }

    private record Shard(Map<Name, Node> nodes) {}

    /** What is at one name. */
    record Node(List<RrSet> sets, int children) {

        private static final Node EMPTY = new Node(List.of(), 0);

        @Nullable
        RrSet find(int type) {
            for (RrSet set : sets) {
                if (set.type() == type) {
                    return set;
                }
            }
            return null;
        }

        private Node with(RrSet set) {
            List<RrSet> changed = new ArrayList<>(without(set.type()).sets);
            changed.add(set);
            return new Node(List.copyOf(changed), children);
        }

        private Node without(int type) {
            return new Node(sets.stream().filter(set -> set.type() != type).toList(), children);
        }
    }
}

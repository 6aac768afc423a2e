package io.github.ddnskit.testkit.provider;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One hosted zone, and the rules by which a change batch is taken as a whole or refused. Not thread-safe. */
final class Route53Zone {

    private static final int MOST_RECORDS = 1000;
    private static final int MOST_CHARACTERS = 32_000;

    private final String id;
    private final String name;
    private final boolean isPrivate;
    private TreeMap<String, Route53Set> sets = new TreeMap<>();

    Route53Zone(String id, String name, boolean isPrivate) {
        this.id = id;
        this.name = Route53Set.plain(name);
        this.isPrivate = isPrivate;
        put(Route53Set.of(name, "NS", 172_800, "ns-1.awsdns-00.example.", "ns-2.awsdns-00.example."));
        put(Route53Set.of(name, "SOA", 900, "ns-1.awsdns-00.example. hostmaster.example. 1 7200 900 1209600 86400"));
    }

    record Change(String action, Route53Set set) {}

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    boolean isPrivate() {
        return isPrivate;
    }

    void put(Route53Set set) {
        sets.put(set.key(), set);
    }

    List<Route53Set> sets() {
        return List.copyOf(sets.values());
    }

    /** Carries out all changes, or none if there is anything to say against one of them. */
    List<String> apply(List<Change> changes) {
        List<String> troubles = new ArrayList<>(limits(changes));
        TreeMap<String, Route53Set> work = new TreeMap<>(sets);
        Set<String> seen = new LinkedHashSet<>();
        for (Change change : changes) {
            Route53Set set = change.set();
            if (!seen.add((change.action().equals("DELETE") ? "DELETE " : "PUT ") + set.key())) {
                troubles.add("The request contains an invalid set of changes for a resource record set '" + set.type()
                        + " " + set.writtenName() + "'");
            } else {
                apply(change, work, troubles);
            }
        }
        if (troubles.isEmpty()) {
            sets = work;
        }
        return troubles;
    }

    private void apply(Change change, Map<String, Route53Set> work, List<String> troubles) {
        Route53Set set = change.set();
        String what = "[name='" + set.writtenName() + "', type='" + set.type() + "'"
                + (set.hasPolicy() ? ", set-identifier='" + set.more().get("SetIdentifier") + "'" : "") + "]";
        Route53Set old = work.get(set.key());
        if (!set.name().equals(name) && !set.name().endsWith("." + name)) {
            troubles.add("RRSet with DNS name " + set.writtenName() + " is not permitted in zone " + name + ".");
        } else if (change.action().equals("DELETE")) {
            if (old == null) {
                troubles.add("Tried to delete resource record set " + what + " but it was not found");
            } else if (!old.isSame(set)) {
                troubles.add("Tried to delete resource record set " + what
                        + " but the values provided do not match the current values");
            } else if (set.name().equals(name)
                    && (set.type().equals("NS") || set.type().equals("SOA"))) {
                troubles.add("A HostedZone must contain exactly one " + set.type() + " record.");
            } else {
                work.remove(set.key());
            }
        } else if (change.action().equals("CREATE") && old != null) {
            troubles.add("Tried to create resource record set " + what + " but it already exists");
        } else {
            Route53Values.troubles(set).forEach(troubles::add);
            neighbours(set, work, troubles);
            work.put(set.key(), set);
        }
    }

    private void neighbours(Route53Set set, Map<String, Route53Set> work, List<String> troubles) {
        for (Route53Set other : work.values()) {
            boolean sameName = other.name().equals(set.name());
            boolean oneIsCname = other.type().equals("CNAME") != set.type().equals("CNAME");
            if (sameName && oneIsCname) {
                troubles.add("RRSet of type " + set.type() + " with DNS name " + set.writtenName()
                        + " is not permitted because a conflicting RRSet of type  " + other.type()
                        + " with the same DNS name already exists in zone " + name + ".");
            } else if (sameName && other.type().equals(set.type()) && other.hasPolicy() != set.hasPolicy()) {
                troubles.add("RRSet with DNS name " + set.writtenName() + ", type " + set.type()
                        + " cannot be created as it conflicts with a set of another routing policy");
            }
        }
    }

    private static List<String> limits(List<Change> changes) {
        int records = 0;
        int characters = 0;
        for (Change change : changes) {
            int times = change.action().equals("UPSERT") ? 2 : 1;
            records += times * change.set().values().size();
            characters += times
                    * change.set().values().stream().mapToInt(String::length).sum();
        }
        List<String> troubles = new ArrayList<>();
        if (records > MOST_RECORDS) {
            troubles.add("Number of records limit of " + MOST_RECORDS + " exceeded.");
        }
        if (characters > MOST_CHARACTERS) {
            troubles.add("Number of characters limit of " + MOST_CHARACTERS + " exceeded.");
        }
        return troubles;
    }
}

package io.github.ddnskit.route53;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads what a zone holds at some names. Not thread-safe.
 *
 * <p>Route 53 lists sets in the order of their names, so one page answers for every name between its first and its last:
 * where many hosts of a zone change at once, that takes a few requests instead of one for each.
 */
final class RecordReader {

    private static final int PAGE_FOR_ONE = 10;
    private static final int PAGE_FOR_MANY = 50; // mostly well below the 64 KiB that are read of a reply
    private static final int SMALLER = 4;

    private final Route53Api api;
    private int pageForMany = PAGE_FOR_MANY;

    RecordReader(Route53Api api) {
        this.api = api;
    }

    /**
     * What was read.
     *
     * @param sets by name; a name that is not there was not read
     * @param failure why not all names were read, if so
     */
    record Reading(Map<String, List<RecordSet>> sets, Optional<Outcome.Failed> failure) {}

    Reading read(String zone, Collection<String> names, Deadline deadline)
            throws Route53Exception, InterruptedException {
        NavigableSet<String> pending = new TreeSet<>(NameOrder.COMPARATOR);
        pending.addAll(names);
        Map<String, List<RecordSet>> sets = new HashMap<>();
        while (!pending.isEmpty()) {
            try {
                settle(zone, pending, sets, deadline);
            } catch (Route53Exception e) {
                if (e.isMissingZone()) {
                    throw e;
                }
                return new Reading(sets, Optional.of(e.failed()));
            }
        }
        return new Reading(sets, Optional.empty());
    }

    /** Reads all sets of the first pending name, and of those after it that the same pages show to their end. */
    private void settle(String zone, NavigableSet<String> pending, Map<String, List<RecordSet>> sets, Deadline deadline)
            throws Route53Exception, InterruptedException {
        String first = pending.first();
        Map<String, List<RecordSet>> seen = new HashMap<>();
        Route53Xml.Cursor cursor = Route53Xml.Cursor.at(first);
        boolean more = true;
        while (more) {
            Route53Xml.RecordPage page = page(zone, cursor, pending.size(), deadline);
            page.sets()
                    .forEach(set -> seen.computeIfAbsent(set.name(), name -> new ArrayList<>())
                            .add(set));
            Route53Xml.Cursor next = page.next().orElse(null);
            if (next == null || next.equals(cursor)) {
                cursor = Route53Xml.Cursor.at("");
            } else {
                cursor = next;
            }
            more = cursor.name().equals(first);
        }
        String end = cursor.name();
        for (String name : List.copyOf(pending)) {
            if (name.equals(first) || isSettled(name, end, seen.containsKey(name))) {
                sets.put(name, seen.getOrDefault(name, List.of()));
                pending.remove(name);
            }
        }
    }

    /** Sets of many values may make a page too long to be read: then it is asked for again with fewer of them. */
    private Route53Xml.RecordPage page(String zone, Route53Xml.Cursor cursor, int names, Deadline deadline)
            throws Route53Exception, InterruptedException {
        while (true) {
            int size = names > 1 ? pageForMany : Math.min(pageForMany, PAGE_FOR_ONE);
            try {
                return api.records(zone, cursor, size, deadline);
            } catch (Route53Exception e) {
                if (e.failed().reason() != FailureReason.BAD_REPLY || size == 1) {
                    throw e;
                }
                pageForMany = Math.max(1, size / SMALLER);
            }
        }
    }

    /** Where an asterisk would stand in the order is not documented well enough to conclude anything from it. */
    private static boolean isSettled(String name, String end, boolean seen) {
        if (name.equals(end)) {
            return false;
        }
        boolean before = end.isEmpty() || NameOrder.COMPARATOR.compare(name, end) < 0;
        return seen || (before && !name.startsWith("*"));
    }
}

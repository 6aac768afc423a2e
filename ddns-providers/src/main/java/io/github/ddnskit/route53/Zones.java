package io.github.ddnskit.route53;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Finds the hosted zone of a name: the public one with the longest name that the name ends in. Thread-safe.
 *
 * <p>What was found for a host is remembered for an hour, so that a zone that is added later comes into its own. A private
 * zone is never taken, and neither is one of several public zones of the same name: only the user can know which is meant.
 */
final class Zones {

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int PAGE = 50; // well below the 64 KiB that are read of a reply
    private static final int SHORTEST = 2; // labels: Route 53 hosts no top-level domains

    private final Route53Api api;
    private final Ticker ticker;
    private final Map<Hostname, Found> found = new ConcurrentHashMap<>();

    Zones(Route53Api api, Ticker ticker) {
        this.api = api;
        this.ticker = ticker;
    }

    private record Found(String zone, Deadline until) {}

    /** Names that were looked at: from one name on to another, or to the end of all. */
    private record Range(String from, Optional<String> to) {
        boolean holds(String name) {
            return NameOrder.COMPARATOR.compare(from, name) <= 0
                    && (to.isEmpty() || NameOrder.COMPARATOR.compare(name, to.get()) < 0);
        }
    }

    Search search(Deadline deadline) {
        return new Search(deadline);
    }

    /** Forgets a zone that is gone. */
    void forget(String zone) {
        found.values().removeIf(one -> one.zone().equals(zone));
    }

    /**
     * A search for the zones of several hosts. Not thread-safe.
     *
     * <p>Zones are listed in the order of their names, parents first, and a listing that begins at the shortest name that
     * could be meant mostly shows the longer ones too. What it does not reach is asked for by its own name.
     */
    final class Search {
        private final Deadline deadline;
        private final Set<Route53Xml.Zone> seen = new LinkedHashSet<>();
        private final List<Range> ranges = new ArrayList<>();
        private final Set<String> looked = new HashSet<>();

        Search(Deadline deadline) {
            this.deadline = deadline;
        }

        /** Returns the id of the zone. */
        String find(Hostname host) throws Route53Exception, InterruptedException {
            Found known = found.get(host);
            if (known != null && !known.until().remaining().isZero()) {
                return known.zone();
            }
            List<String> names = candidates(host);
            for (String name : names) {
                List<Route53Xml.Zone> zones = zones(name, names.get(names.size() - 1));
                if (!zones.isEmpty()) {
                    String zone = chosen(name, zones);
                    found.put(host, new Found(zone, Deadline.after(REMEMBERED, ticker)));
                    return zone;
                }
            }
            throw refused("the account has no hosted zone that holds " + host
                    + ": create one, or check the access key and the name");
        }

        private List<Route53Xml.Zone> zones(String name, String shortest)
                throws Route53Exception, InterruptedException {
            if (!isSettled(shortest)) {
                look(shortest);
            }
            if (!isSettled(name)) {
                look(name);
            }
            return seen.stream().filter(zone -> zone.name().equals(name)).toList();
        }

        private boolean isSettled(String name) {
            return looked.contains(name) || ranges.stream().anyMatch(range -> range.holds(name));
        }

        private void look(String name) throws Route53Exception, InterruptedException {
            Optional<Route53Xml.Cursor> cursor = Optional.of(Route53Xml.Cursor.at(name));
            while (cursor.isPresent() && cursor.get().name().equals(name)) {
                Route53Xml.ZonePage page = api.zones(cursor.get(), PAGE, deadline);
                seen.addAll(page.zones());
                cursor = page.next().equals(cursor) ? Optional.empty() : page.next();
            }
            looked.add(name);
            ranges.add(new Range(name, cursor.map(Route53Xml.Cursor::name)));
        }
    }

    /** The names that its zone can have, the longest first. */
    private static List<String> candidates(Hostname host) {
        List<String> labels = host.labels();
        int first = host.isWildcard() ? 1 : 0;
        return IntStream.rangeClosed(first, Math.max(first, labels.size() - SHORTEST))
                .mapToObj(i -> String.join(".", labels.subList(i, labels.size())))
                .toList();
    }

    private static String chosen(String name, List<Route53Xml.Zone> zones) throws Route53Exception {
        List<String> open = zones.stream()
                .filter(zone -> !zone.isPrivate())
                .map(Route53Xml.Zone::id)
                .toList();
        if (open.isEmpty()) {
            throw refused("the hosted zone " + name + " is private: give its zone id if it is meant");
        }
        if (open.size() > 1) {
            throw refused("the account has several public hosted zones named " + name
                    + ": give the zone id of the one to which the domain is delegated (" + String.join(", ", open)
                    + ")");
        }
        return open.get(0);
    }

    private static Route53Exception refused(String detail) {
        return new Route53Exception(Outcome.failed(FailureReason.ZONE_NOT_SERVED, Retry.backoff(), detail));
    }
}

package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out many updates in few messages: packs those of one zone together, one after another where they are of the same
 * name, and has a {@link Delivery} bring them to its servers. Used by one thread, once.
 */
public final class Bulk {

    /** How large a message is unless somebody says otherwise. */
    public static final int USUAL_OCTETS = 32 * 1024;

    private final List<Update> updates;
    private final Destinations destinations;
    private final @Nullable Hostname zone;
    private final Duration ttl;
    private final int limit;

    private final UpdateReport[] reports;

    /**
     * A run.
     *
     * @param updates what to carry out, of different names
     * @param destinations where the updates go
     * @param zone the zone of all of them, or null to find it out; then it is found out once for all names that differ in
     *     their first label only
     * @param ttl the time to live unless an update says otherwise
     * @param limit how large a message may be, in octets
     */
    public Bulk(List<Update> updates, Destinations destinations, @Nullable Hostname zone, Duration ttl, int limit) {
        this.updates = List.copyOf(updates);
        this.destinations = destinations;
        this.zone = zone;
        this.ttl = ttl;
        this.limit = Math.min(limit - Batch.HEADER_AND_SIGNATURE, Batch.MOST_OCTETS);
        this.reports = new UpdateReport[updates.size()];
    }

    /**
     * Carries them out.
     *
     * @return what became of each, in the same order
     * @throws InterruptedException if the thread was interrupted; any of them may or may not have been carried out
     */
    public List<UpdateReport> run() throws InterruptedException {
        List<Integer> left = new ArrayList<>(updates.size());
        for (int i = 0; i < reports.length; i++) {
            left.add(i);
        }
        while (!left.isEmpty()) {
            List<Integer> later = new ArrayList<>();
            for (Map.Entry<Dispatch, Deque<Batch>> each :
                    packed(withoutRepetition(left, later)).entrySet()) {
                new Delivery(updates, each.getKey(), ttl, reports).deliver(each.getValue());
            }
            left = later;
        }
        return List.of(reports);
    }

    private List<Integer> withoutRepetition(List<Integer> places, List<Integer> later) {
        Set<Hostname> names = new HashSet<>();
        List<Integer> first = new ArrayList<>(places.size());
        for (int place : places) {
            (names.add(updates.get(place).host()) ? first : later).add(place);
        }
        return first;
    }

    /** What there is to bring to each group of servers. */
    private Map<Dispatch, Deque<Batch>> packed(List<Integer> places) throws InterruptedException {
        Map<Destination.Servers, List<Integer>> byZone = new LinkedHashMap<>();
        Map<Hostname, Destination> known = new HashMap<>();
        for (int place : places) {
            Update update = updates.get(place);
            Outcome.Failed misfit = misfit(update);
            if (misfit != null) {
                reports[place] = UpdateReport.failed(update, misfit);
            } else if (update.ipv4() instanceof Goal.Keep && update.ipv6() instanceof Goal.Keep) {
                reports[place] = UpdateReport.published(update);
            } else {
                Destination to = destination(update.host(), known);
                if (to instanceof Destination.Servers servers) {
                    byZone.computeIfAbsent(servers, unused -> new ArrayList<>()).add(place);
                } else if (to instanceof Destination.Nowhere nowhere) {
                    reports[place] = UpdateReport.failed(update, nowhere.failure());
                }
            }
        }
        Map<Dispatch, Deque<Batch>> packed = new LinkedHashMap<>();
        byZone.forEach(
                (to, its) -> pack(to.zone(), its, packed.computeIfAbsent(to.dispatch(), unused -> new ArrayDeque<>())));
        return packed;
    }

    private void pack(Hostname apex, List<Integer> places, Deque<Batch> batches) {
        int from = 0;
        int octets = 0;
        for (int i = 0; i < places.size(); i++) {
            int more = Batch.octets(updates.get(places.get(i)), apex);
            if (i > from && octets + more > limit) {
                batches.add(new Batch(apex, places.subList(from, i), 0));
                from = i;
                octets = 0;
            }
            octets += more;
        }
        batches.add(new Batch(apex, places.subList(from, places.size()), 0));
    }

    private Outcome.@Nullable Failed misfit(Update update) {
        if (zone != null && !update.host().isWithin(zone)) {
            return Outcome.failed(
                    FailureReason.UNKNOWN_HOST,
                    Retry.never(),
                    update.host() + " does not lie in the zone " + zone + ": correct one of them");
        }
        return update.options().wildcard() && update.host().isWildcard()
                ? Outcome.failed(
                        FailureReason.UNSUPPORTED,
                        Retry.never(),
                        update.host() + " is a wildcard already, and there is none below it")
                : null;
    }

    /** Where a name is updated; the same for all names beside this one. */
    private Destination destination(Hostname host, Map<Hostname, Destination> known) throws InterruptedException {
        String text = host.ascii();
        int dot = text.indexOf('.');
        Hostname parent = dot < 0 ? host : Hostname.of(text.substring(dot + 1));
        Hostname around = zone == null ? parent : zone;
        Destination to = known.get(around);
        if (to == null) {
            to = destinations.of(host, zone, destinations.deadline());
            boolean isApex =
                    to instanceof Destination.Servers servers && servers.zone().equals(host);
            if (zone != null || !isApex) {
                known.put(around, to);
            }
        }
        return to;
    }
}

package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.PipelinedTransport;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import java.io.IOException;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Carries out many updates in few messages over one connection, several under way at once. Used by one thread, once.
 *
 * <p>A message is carried out as a whole or not at all: when one is refused, its halves are sent instead, until the names
 * at fault stand alone. A message that nobody answers is sent a second time, with fewer others under way, since BIND drops
 * updates without a word when too many wait. When the server is out of reach, or refuses whatever it is asked, what is left
 * fails without being sent.
 */
public final class Bulk {

    /** How large a message is unless somebody says otherwise. */
    public static final int USUAL_OCTETS = 32 * 1024;

    private static final int MOST_OCTETS = 65_535;
    private static final int HEADER_AND_SIGNATURE = 12 + 1024;
    private static final int MOST_UNDER_WAY = 16; // BIND drops updates beyond 100
    private static final int REFUSALS_IN_A_ROW = 16;

    private final List<Update> updates;
    private final DnsServer server;
    private final @Nullable Hostname zone;
    private final Duration ttl;
    private final Duration timeout;
    private final int limit;

    private final UpdateReport[] reports;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final BlockingQueue<Landed> landed = new LinkedBlockingQueue<>();
    private int underWay;
    private int window = 2;
    private int carriedOut;
    private int refused;
    private @Nullable Reason hopeless;

    /** What came of a message. */
    private record Landed(
            Batch batch,
            long sentAt,
            @Nullable Message reply,
            @Nullable Throwable failure) {}

    /** Why nothing more is to be sent: makes the failure of each name. */
    private interface Reason {
        Outcome.Failed of(Attempt attempt);
    }

    /**
     * A run.
     *
     * @param updates what to carry out, of different names
     * @param server the server of all of them
     * @param zone the zone of all of them, or null to ask the server; then it is asked once for all names that differ in
     *     their first label only
     * @param ttl the time to live unless an update says otherwise
     * @param timeout how long the server may take for one message
     * @param limit how large a message may be, in octets
     */
    public Bulk(
            List<Update> updates,
            DnsServer server,
            @Nullable Hostname zone,
            Duration ttl,
            Duration timeout,
            int limit) {
        this.updates = List.copyOf(updates);
        this.server = server;
        this.zone = zone;
        this.ttl = ttl;
        this.timeout = timeout;
        this.limit = Math.min(limit, MOST_OCTETS) - HEADER_AND_SIGNATURE;
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
            pack(withoutRepetition(left, later)); // one after another, where they are of the same name
            deliver();
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

    private void pack(List<Integer> places) throws InterruptedException {
        Map<Hostname, List<Integer>> byZone = new LinkedHashMap<>();
        Map<Hostname, Object> known = new HashMap<>();
        for (int place : places) {
            Update update = updates.get(place);
            Outcome.Failed misfit = misfit(update);
            if (misfit != null) {
                reports[place] = UpdateReport.failed(update, misfit);
            } else if (update.ipv4() instanceof Goal.Keep && update.ipv6() instanceof Goal.Keep) {
                reports[place] = UpdateReport.published(update);
            } else {
                Object found = zone == null ? zoneOf(update.host(), known) : zone;
                if (found instanceof Hostname apex) {
                    byZone.computeIfAbsent(apex, unused -> new ArrayList<>()).add(place);
                } else {
                    reports[place] = UpdateReport.failed(update, (Outcome.Failed) found);
                }
            }
        }
        byZone.forEach(this::pack);
    }

    private void pack(Hostname apex, List<Integer> places) {
        int from = 0;
        int octets = 0;
        for (int i = 0; i < places.size(); i++) {
            int more = Batch.octets(updates.get(places.get(i)), apex);
            if (i > from && octets + more > limit) {
                waiting.add(new Batch(apex, places.subList(from, i), 0));
                from = i;
                octets = 0;
            }
            octets += more;
        }
        waiting.add(new Batch(apex, places.subList(from, places.size()), 0));
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

    /** A zone, or the failure to find it; the same for all names beside this one. */
    private Object zoneOf(Hostname host, Map<Hostname, Object> known) throws InterruptedException {
        String text = host.ascii();
        int dot = text.indexOf('.');
        Hostname parent = dot < 0 ? host : Hostname.of(text.substring(dot + 1));
        Object found = known.get(parent);
        if (found == null) {
            Attempt attempt = attempt(host, null);
            try {
                found = ZoneFinder.find(host, server, Deadline.after(timeout));
            } catch (ZoneNotFoundException e) {
                found = Failures.ofZone(e, attempt, server.clock().instant());
            } catch (IOException e) {
                found = Failures.of(e, attempt, timeout);
            }
            if (!host.equals(found)) {
                known.put(parent, found);
            }
        }
        return found;
    }

    private void deliver() throws InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        PipelinedTransport connection = null;
        try {
            connection = server.pipelined(Deadline.after(timeout));
        } catch (IOException e) {
            hopeless = attempt -> Failures.of(e, attempt, timeout);
        }
        while (!waiting.isEmpty() || underWay > 0) {
            while (connection != null && hopeless == null && underWay < window && !waiting.isEmpty()) {
                send(waiting.remove(), connection);
            }
            Reason why = hopeless;
            if (why != null) {
                waiting.forEach(batch -> fail(batch, why));
                waiting.clear();
            }
            if (underWay > 0) {
                land(landed.take());
            }
        }
    }

    private void send(Batch batch, PipelinedTransport connection) {
        Message message = batch.message(updates, ttl);
        if (batch.size() == 1 && message.numBytes() > MOST_OCTETS - HEADER_AND_SIGNATURE) {
            fail(
                    batch,
                    attempt -> Outcome.failed(
                            FailureReason.UNSUPPORTED,
                            Retry.never(),
                            "the addresses of " + attempt.host() + " do not fit into one DNS message"));
            return;
        }
        underWay++;
        long now = System.nanoTime();
        CompletableFuture<Message> unused = connection
                .send(new PlainRequest(message), Deadline.after(timeout))
                .whenComplete((reply, failure) -> landed.add(new Landed(batch, now, reply, failure)));
    }

    private void land(Landed what) {
        underWay--;
        Batch batch = what.batch();
        Message reply = what.reply();
        if (reply == null) {
            lost(batch, what.failure());
            return;
        }
        boolean soon = System.nanoTime() - what.sentAt() < timeout.toNanos() / 4;
        window = soon ? Math.min(window + 1, MOST_UNDER_WAY) : Math.max(1, window / 2);
        if (reply.getRcode() == Rcode.NOERROR) {
            carriedOut += batch.size();
            batch.places().forEach(place -> reports[place] = UpdateReport.published(updates.get(place)));
        } else if (batch.size() > 1 && !concernsAll(reply)) {
            List<Batch> halves = batch.halves();
            waiting.addFirst(halves.get(1));
            waiting.addFirst(halves.get(0));
        } else {
            refused += batch.size();
            Reason why = attempt ->
                    Failures.inReply(reply, attempt, server.clock().instant()).orElseThrow();
            fail(batch, why);
            if (carriedOut == 0 && (concernsAll(reply) || refused >= REFUSALS_IN_A_ROW)) {
                hopeless = why;
            }
        }
    }

    /** Whether the server would say so to any update of the zone. */
    private static boolean concernsAll(Message reply) {
        int rcode = reply.getRcode();
        return rcode == Rcode.NOTAUTH || rcode == Rcode.NOTIMP;
    }

    private void lost(Batch batch, @Nullable Throwable failure) {
        IOException why = failure instanceof IOException io ? io : new IOException(String.valueOf(failure), failure);
        window = 1;
        if (batch.tries() == 0 && hopeless == null && Failures.maySucceedAgain(why)) {
            waiting.addFirst(batch.again());
            return;
        }
        hopeless = attempt -> Failures.of(why, attempt, timeout);
        fail(batch, hopeless);
    }

    private void fail(Batch batch, Reason why) {
        batch.places().forEach(place -> {
            Update update = updates.get(place);
            reports[place] = UpdateReport.failed(update, why.of(attempt(update.host(), batch.zone())));
        });
    }

    private Attempt attempt(Hostname host, @Nullable Hostname apex) {
        return new Attempt(server.address(), host.ascii(), apex == null ? null : apex.ascii(), server.credentials());
    }
}

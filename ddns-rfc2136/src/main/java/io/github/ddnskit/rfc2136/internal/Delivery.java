package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.PipelinedTransport;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Brings messages to the servers of a zone over one connection, several under way at once. Used by one thread, once.
 *
 * <p>A message is carried out as a whole or not at all: when one is refused, its halves are sent instead, until the names
 * at fault stand alone; when its signature is, it is signed and sent once more, for something may have been learnt from that. A message that nobody answers is sent a second time, with fewer others under way, since BIND drops
 * updates without a word when too many wait. When a server is out of reach, or refuses whatever it is asked, what is left
 * goes to the next, and fails without being sent if that was the last.
 */
final class Delivery {

    private static final int MOST_UNDER_WAY = 16; // BIND drops updates beyond 100
    private static final int REFUSALS_IN_A_ROW = 16;

    private final List<Update> updates;
    private final Dispatch dispatch;
    private final Duration ttl;
    private final Duration timeout;
    private final UpdateReport[] reports;

    // of the server whose turn it is
    private DnsServer server;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final Deque<Batch> forNext = new ArrayDeque<>();
    private final BlockingQueue<Landed> landed = new LinkedBlockingQueue<>();
    private boolean last;
    private int underWay;
    private int window;
    private int carriedOut;
    private int refused;
    private @Nullable Reason hopeless;

    /** What came of a message. */
    private record Landed(
            Batch batch,
            long sentAt,
            @Nullable Message reply,
            @Nullable Throwable failure) {}

    /**
     * Why something fails.
     *
     * @param words make the failure of one name
     * @param another whether another server may do better
     */
    private record Reason(Words words, boolean another) {
        interface Words {
            Outcome.Failed of(Attempt attempt);
        }
    }

    /**
     * A delivery.
     *
     * @param updates what the batches are about
     * @param dispatch where they go
     * @param ttl the time to live unless an update says otherwise
     * @param reports what became of each update, to be filled in
     */
    Delivery(List<Update> updates, Dispatch dispatch, Duration ttl, UpdateReport[] reports) {
        this.updates = updates;
        this.dispatch = dispatch;
        this.ttl = ttl;
        this.timeout = dispatch.timeout();
        this.reports = reports;
        this.server = dispatch.server();
    }

    void deliver(Deque<Batch> batches) throws InterruptedException {
        forNext.addAll(batches);
        List<DnsServer> servers = dispatch.servers();
        for (int i = 0; i < servers.size() && !forNext.isEmpty(); i++) {
            server = servers.get(i);
            last = i == servers.size() - 1;
            waiting.addAll(forNext);
            forNext.clear();
            window = 2;
            carriedOut = 0;
            refused = 0;
            hopeless = null;
            converse();
            dispatch.note(hopeless != null);
        }
    }

    private void converse() throws InterruptedException {
        PipelinedTransport connection = null;
        try {
            connection = server.pipelined(Deadline.after(timeout));
        } catch (IOException e) {
            hopeless = new Reason(attempt -> Failures.of(e, attempt, timeout), true);
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
        if (batch.size() == 1 && message.numBytes() > Batch.MOST_OCTETS) {
            Reason.Words words = attempt -> Outcome.failed(
                    FailureReason.UNSUPPORTED,
                    Retry.never(),
                    "the addresses of " + attempt.host() + " do not fit into one DNS message");
            fail(batch, new Reason(words, false));
            return;
        }
        underWay++;
        long now = System.nanoTime();
        try {
            CompletableFuture<Message> unused = connection
                    .send(new PlainRequest(message), Deadline.after(timeout))
                    .whenComplete((reply, failure) -> landed.add(new Landed(batch, now, reply, failure)));
        } catch (IllegalStateException e) {
            landed.add(new Landed(batch, now, null, new UnusableKeyException(e)));
        }
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
        } else if (reply.getRcode() == Rcode.NOTAUTH && maySignAgain(batch)) {
            waiting.addFirst(batch.again());
        } else if (batch.size() > 1 && !concernsAll(reply)) {
            List<Batch> halves = batch.halves();
            waiting.addFirst(halves.get(1));
            waiting.addFirst(halves.get(0));
        } else {
            refused += batch.size();
            Reason why = new Reason(
                    attempt -> Failures.inReply(reply, attempt, server.clock().instant())
                            .orElseThrow(),
                    Dispatch.anotherMayDoBetter(reply.getRcode()));
            fail(batch, why);
            if (carriedOut == 0 && (concernsAll(reply) || refused >= REFUSALS_IN_A_ROW)) {
                hopeless = why;
            }
        }
    }

    private boolean maySignAgain(Batch batch) {
        return server.signing() != null && batch.tries() == 0 && hopeless == null;
    }

    /** Whether the server would say so to any update of the zone. */
    private static boolean concernsAll(Message reply) {
        int rcode = reply.getRcode();
        return rcode == Rcode.NOTAUTH || rcode == Rcode.NOTIMP;
    }

    private void lost(Batch batch, @Nullable Throwable failure) {
        IOException why = failure instanceof IOException io ? io : new IOException(String.valueOf(failure), failure);
        window = 1;
        boolean again = why instanceof UnverifiedReplyException ? maySignAgain(batch) : Failures.maySucceedAgain(why);
        if (batch.tries() == 0 && hopeless == null && again) {
            waiting.addFirst(batch.again());
            return;
        }
        hopeless = new Reason(attempt -> Failures.of(why, attempt, timeout), !(why instanceof UnusableKeyException));
        fail(batch, hopeless);
    }

    /** Unless there is another server that may do better. */
    private void fail(Batch batch, Reason why) {
        if (why.another() && !last) {
            forNext.add(new Batch(batch.zone(), batch.places(), 0));
            return;
        }
        batch.places().forEach(place -> {
            Update update = updates.get(place);
            String zone = batch.zone().ascii();
            Attempt attempt = new Attempt(server.address(), update.host().ascii(), zone, server.credentials());
            reports[place] = UpdateReport.failed(update, why.words().of(attempt));
        });
    }
}

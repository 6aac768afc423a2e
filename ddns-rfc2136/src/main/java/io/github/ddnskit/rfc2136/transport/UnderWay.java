package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transmissions that have gone out over one connection, by their IDs. Not thread-safe. */
final class UnderWay {

    private static final int MOST_IDS = 0x8000; // half of them, so that one that is free is found soon

    private final Map<Integer, Sent> sent = new HashMap<>();
    private int waiting;
    private long lastReceived = System.nanoTime();
    private boolean useless;

    /** A transmission. Its fields are guarded by the lock that guards the rest. */
    static final class Sent {
        final Flight flight;
        final Transmission transmission;
        final boolean joined; // a connection that had served before
        final long at = System.nanoTime();
        long end;
        boolean waits = true; // for its reply
        boolean doubtful;
        boolean replyBegun; // so that the server may have acted upon it
        boolean replyJudged;

        private Sent(Flight flight, Transmission transmission, boolean joined) {
            this.flight = flight;
            this.transmission = transmission;
            this.joined = joined;
            this.end = flight.deadline().nanoTime();
        }
    }

    /** Adds a transmission, unless its ID is taken. */
    @Nullable
    Sent add(Flight flight, Transmission transmission, boolean joined) {
        Sent added = new Sent(flight, transmission, joined);
        if (sent.putIfAbsent(transmission.id(), added) != null) {
            return null;
        }
        waiting++;
        return added;
    }

    /** How many wait for their replies. */
    int waiting() {
        return waiting;
    }

    /** Whether a further one has a chance: IDs are left, and the server has said something since the last one failed. */
    boolean takesMore() {
        return !useless && sent.size() < MOST_IDS;
    }

    /** The transmission to which a message belongs that has just been received; null if nobody waits for it. */
    @Nullable
    Sent received(int id, long now) {
        lastReceived = now;
        Sent to = sent.get(id);
        if (to != null && !to.waits) {
            sent.remove(id);
            return null;
        }
        return to;
    }

    /** It has its reply. */
    void answered(Sent one) {
        sent.remove(one.transmission.id());
        one.waits = false;
        waiting--;
    }

    /** Nobody waits for it any more, because its time is over or for another reason. */
    void drop(Flight flight, boolean isOver) {
        sent.values().stream().filter(one -> one.flight == flight).forEach(one -> drop(one, isOver));
    }

    /** Its ID stays taken, lest a late reply passes for one to another request. */
    private void drop(Sent one, boolean isOver) {
        if (one.waits) {
            one.waits = false;
            waiting--;
            useless |= isOver && lastReceived - one.at <= 0;
        }
    }

    /** Drops those whose time is over. */
    List<Flight> dropOver(long now) {
        List<Flight> over = new ArrayList<>();
        for (Sent one : sent.values()) {
            if (one.waits && one.end - now <= 0) {
                drop(one, true);
                over.add(one.flight);
            }
        }
        return over;
    }

    /** The earliest end, or another time if that is earlier. */
    long firstEnd(long orElse) {
        long first = orElse;
        for (Sent one : sent.values()) {
            if (one.waits && one.end - first < 0) {
                first = one.end;
            }
        }
        return first;
    }

    /** A reply has begun to arrive: that to one ID, or, if that is negative, to nobody knows which. */
    void replyBegun(int id) {
        sent.forEach((its, one) -> one.replyBegun |= id < 0 || its == id);
    }

    /** Removes all, and returns those that still wait. */
    List<Sent> leave() {
        List<Sent> left = new ArrayList<>();
        for (Sent one : sent.values()) {
            if (one.waits) {
                one.waits = false;
                left.add(one);
            }
        }
        sent.clear();
        waiting = 0;
        return left;
    }
}

package io.github.ddnskit.simulation;

import io.github.ddnskit.state.RecordKey;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the client must know about one record, because it was told: now, and after a crash. */
final class Memory {

    /**
     * A confirmation.
     *
     * @param addresses what the record holds
     * @param options the options it was sent with
     * @param at what the clock showed
     * @param since when it was, in truth
     */
    record Confirmation(Set<InetAddress> addresses, String options, Instant at, Instant since) {}

    /**
     * A time at which nothing may be sent yet.
     *
     * @param until what the clock must show
     * @param length how long it is from when it was demanded
     * @param since when it was demanded, in truth
     */
    record Wait(Instant until, Duration length, Instant since) {
        boolean stands(World world) {
            return world.clock().isBefore(until)
                    && Duration.between(since, world.truth()).compareTo(length) < 0;
        }
    }

    /** What is known at one moment. */
    static final class Known {
        @Nullable
        Confirmation confirmed;

        /** What was sent last, and is not confirmed; null if there is nothing, or the client has forgotten it. */
        @Nullable
        Set<InetAddress> attempted;

        /** Whether DNS may hold something else than what was confirmed, so that it may be sent again. */
        boolean inDoubt = true;

        @Nullable
        Wait wait;

        @Nullable
        Wait spacing;

        boolean refused;

        Known copy() {
            Known copy = new Known();
            copy.confirmed = confirmed;
            copy.attempted = attempted;
            copy.inDoubt = inDoubt;
            copy.wait = wait;
            copy.spacing = spacing;
            copy.refused = refused;
            return copy;
        }

        void clockWasPutBack(Instant before, Instant after) {
            wait = over(wait, before);
            spacing = over(spacing, before);
            // The client counts anew then until the next refresh, and from the last request; a clock that jumps on
            // later
            // may end that, too.
            if (confirmed != null && after.isBefore(confirmed.at())) {
                confirmed = new Confirmation(confirmed.addresses(), confirmed.options(), after, confirmed.since());
            }
            if (spacing != null && after.plus(spacing.length()).isBefore(spacing.until())) {
                spacing = new Wait(after.plus(spacing.length()), spacing.length(), spacing.since());
            }
        }

        /** Whether it knows that DNS holds something, or may. */
        boolean holdsSomething() {
            return attempted == null
                    ? confirmed != null && !confirmed.addresses().isEmpty()
                    : !attempted.isEmpty();
        }

        private static @Nullable Wait over(@Nullable Wait wait, Instant shown) {
            return wait != null && shown.isBefore(wait.until()) ? wait : null;
        }
    }

    final RecordKey key;
    Known now = new Known();
    Known durable = new Known();

    /** Confirmations that a crash may, but need not, have taken away. */
    final List<Confirmation> unwritten = new ArrayList<>();

    /** All that was ever confirmed. */
    final Set<Set<InetAddress>> everConfirmed = new HashSet<>();

    /** Confirmations that the listener was not told of yet. */
    int unannounced;

    /** The last wait that was demanded, even if the client need not know of it any more. */
    @Nullable
    Wait demanded;

    /** What the client has written down before it sent it, or died. */
    @Nullable
    Set<InetAddress> writtenAttempt;

    /** How many requests were about it. */
    int requests;

    boolean everSent;
    boolean everRefused;

    /** Whether the client has forgotten a request that it could not write down, and cannot know what DNS holds. */
    boolean lostTrack;

    private final boolean needed;
    private boolean sentUnwritten;

    /**
     * Nothing is known yet.
     *
     * @param needed whether what the client has forgotten can never be overwritten
     */
    Memory(RecordKey key, boolean needed) {
        this.key = key;
        this.needed = needed;
    }

    void written() {
        durable = now.copy();
        unwritten.clear();
        sentUnwritten = false;
    }

    void sent(Set<InetAddress> wanted, boolean canWrite) {
        now.attempted = wanted;
        now.inDoubt = true;
        durable.inDoubt = true;
        if (canWrite) {
            durable.attempted = wanted;
        }
        everSent = true;
        requests++;
        sentUnwritten = !canWrite;
        lostTrack &= needed;
    }

    void resumed() {
        now.refused = false;
        durable.refused = false;
    }

    void confirmed(Confirmation confirmation) {
        now.confirmed = confirmation;
        now.attempted = null;
        now.inDoubt = false;
        now.wait = null;
        now.refused = false;
        lostTrack = false;
        unannounced++;
        unwritten.add(confirmation);
        everConfirmed.add(confirmation.addresses());
    }

    void restarted() {
        now = durable.copy();
        unannounced = 0;
        lostTrack |= sentUnwritten;
        sentUnwritten = false;
    }

    /** All that was written is gone. */
    void forgotten() {
        durable = new Known();
        now = new Known();
        unwritten.clear();
        lostTrack |= needed;
    }
}

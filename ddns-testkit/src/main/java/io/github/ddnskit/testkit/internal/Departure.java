package io.github.ddnskit.testkit.internal;

import java.time.Duration;
import java.util.Arrays;

/** A reply on its way to the transport. Immutable, though it hands out its octets. */
final class Departure {

    private static final byte[] NOTHING = {};

    /** What comes after; of this only {@link #WAITS_FOR_NEXT} matters to UDP. */
    enum Then {
        STAYS,
        CLOSES,
        /** The client reads the end, while what it sends is taken and comes to nothing. */
        HALF_CLOSES,
        /** Nothing more is sent, and nothing said. */
        STALLS,
        /** It leaves only after another one. */
        WAITS_FOR_NEXT
    }

    private final byte[] octets;
    private final int announced;
    private final Duration delay;
    private final Then then;

    private Departure(byte[] octets, int announced, Duration delay, Then then) {
        this.octets = octets;
        this.announced = announced;
        this.delay = delay;
        this.then = then;
    }

    static Departure of(byte[] reply, Effect effect) {
        Then then = effect.kind() == Effect.Kind.REORDER ? Then.WAITS_FOR_NEXT : Then.STAYS;
        return new Departure(reply, reply.length, effect.delay(), then);
    }

    /** Nothing but the end of a connection. */
    static Departure ending(Effect effect, Then then) {
        return new Departure(NOTHING, 0, effect.delay(), then);
    }

    /** The beginning of a reply, and then nothing more. */
    static Departure stalling(byte[] whole, Effect effect) {
        byte[] start = Arrays.copyOf(whole, Math.min(whole.length, effect.number()));
        return new Departure(start, whole.length, effect.delay(), Then.STALLS);
    }

    /** What is sent; nothing if empty. */
    byte[] octets() {
        return octets;
    }

    /** The length that is announced over TCP, more than there are octets if they stall. */
    int announced() {
        return announced;
    }

    /** How much later than now it leaves. */
    Duration delay() {
        return delay;
    }

    /** What becomes of it, or of a TCP connection, afterwards. */
    Then then() {
        return then;
    }
}

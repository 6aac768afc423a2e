package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Effect;
import java.time.Duration;
import java.util.Locale;
import org.xbill.DNS.Rcode;

/**
 * What a name server may do wrong with one message; <em>when</em> it does so is a {@link Trigger}. Immutable and
 * thread-safe.
 *
 * <p>Apart from {@link #loseRequest()} and {@link #rcode} the server does what it was asked, an update too: only the
 * reply suffers.
 */
public final class Fault {

    private final Effect effect;

    private Fault(Effect effect) {
        this.effect = effect;
    }

    /** {@return the request never arrives: nothing is done, nothing is answered} */
    public static Fault loseRequest() {
        return of(Effect.Kind.LOSE_REQUEST);
    }

    /** {@return the request is carried out, its reply never arrives} */
    public static Fault loseReply() {
        return of(Effect.Kind.LOSE_REPLY);
    }

    /**
     * The reply leaves late; other messages do not wait for it.
     *
     * @param by how much later, by the {@linkplain FakeAuthoritativeServerBuilder#time time} of the server
     * @return the fault
     */
    public static Fault delay(Duration by) {
        return of(Effect.Kind.NONE).late(by);
    }

    /** {@return SERVFAIL instead of doing anything} */
    public static Fault servfail() {
        return rcode("SERVFAIL");
    }

    /** {@return REFUSED instead of doing anything} */
    public static Fault refused() {
        return rcode("REFUSED");
    }

    /**
     * A code instead of doing anything. If the request was signed well, so is the reply.
     *
     * @param mnemonic the code as IANA spells it, such as {@code NOTAUTH}
     * @return the fault
     * @throws IllegalArgumentException if no code of a header is called so
     */
    public static Fault rcode(String mnemonic) {
        int rcode = Rcode.value(mnemonic.toUpperCase(Locale.ROOT));
        if (rcode < 0 || rcode > 15) {
            throw new IllegalArgumentException("\"" + mnemonic + "\" is not the code of a reply, such as SERVFAIL");
        }
        return new Fault(new Effect(Effect.Kind.RCODE, rcode, Duration.ZERO, false));
    }

    /** {@return over UDP the reply has the TC bit and no content; over TCP it is right} */
    public static Fault truncate() {
        return of(Effect.Kind.TRUNCATE);
    }

    /** {@return the reply has another ID than the request, as a forged or a late one has} */
    public static Fault wrongId() {
        return of(Effect.Kind.WRONG_ID);
    }

    /** {@return the reply to a signed request has no signature} */
    public static Fault unsigned() {
        return of(Effect.Kind.UNSIGNED);
    }

    /** {@return the signature of the reply does not match it} */
    public static Fault badMac() {
        return of(Effect.Kind.BAD_MAC);
    }

    /** {@return the reply was signed an hour ago, as a replayed one was} */
    public static Fault badTime() {
        return of(Effect.Kind.BAD_TIME);
    }

    /**
     * {@return the last signed reply to an earlier request again, under the ID of this one, as somebody on the path can
     * send it; if there was none, the MAC is wrong}
     */
    public static Fault replay() {
        return of(Effect.Kind.REPLAY);
    }

    /** {@return the reply has the TSIG of the request, as a server has that only repeats what it does not understand} */
    public static Fault echoTsig() {
        return of(Effect.Kind.ECHO_TSIG);
    }

    /** {@return the reply has the right ID, and nothing else of it can be understood} */
    public static Fault garbage() {
        return of(Effect.Kind.GARBAGE);
    }

    /**
     * {@return the reply leaves after the next one, whoever that is for; if none follows, it never leaves}
     */
    public static Fault reorder() {
        return of(Effect.Kind.REORDER);
    }

    /** {@return the connection is closed in place of a reply; over UDP there is no reply} */
    public static Fault close() {
        return of(Effect.Kind.CLOSE);
    }

    /**
     * {@return the server ends its half of the connection in place of a reply, but goes on to read; over UDP there is no
     * reply}
     */
    public static Fault halfClose() {
        return of(Effect.Kind.HALF_CLOSE);
    }

    /**
     * The reply begins, and never ends: over TCP the connection stays open and silent until it has been idle for 30 s;
     * over UDP the datagram ends there.
     *
     * @param octets how much of the message arrives, after its length
     * @return the fault
     */
    public static Fault stallAfter(int octets) {
        if (octets < 1) {
            throw new IllegalArgumentException("a reply that stalls has begun: at least 1 octet, not " + octets);
        }
        return new Fault(new Effect(Effect.Kind.STALL, octets, Duration.ZERO, false));
    }

    /** {@return the right reply, twice} */
    public static Fault duplicate() {
        return of(Effect.Kind.DUPLICATE);
    }

    /**
     * The wrong reply is followed by the right one, as when somebody forges replies faster than the server sends them:
     * {@code Fault.wrongId().thenTheTruth()}.
     *
     * @return the fault
     * @throws IllegalStateException if this fault is that nothing arrives
     */
    public Fault thenTheTruth() {
        if (!effect.kind().leavesRoom()) {
            throw new IllegalStateException("no reply can follow " + this);
        }
        return new Fault(new Effect(effect.kind(), effect.number(), effect.delay(), true));
    }

    /**
     * This, and whatever reply there is leaves late: {@code Fault.refused().late(Duration.ofSeconds(2))}.
     *
     * @param by how much later, by the {@linkplain FakeAuthoritativeServerBuilder#time time} of the server
     * @return the fault
     */
    public Fault late(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a reply cannot leave " + by.negated() + " early");
        }
        return new Fault(new Effect(effect.kind(), effect.number(), by, effect.truthFollows()));
    }

    /** {@return what happens, such as {@code RCODE SERVFAIL}} */
    @Override
    public String toString() {
        String number = switch (effect.kind()) {
            case RCODE -> " " + Rcode.string(effect.number());
            case STALL -> " after " + effect.number() + " octets";
            default -> "";
        };
        return effect.kind()
                + number
                + (effect.delay().isZero() ? "" : ", late by " + effect.delay())
                + (effect.truthFollows() ? ", then the truth" : "");
    }

    static Fault of(Effect effect) {
        return new Fault(effect);
    }

    Effect effect() {
        return effect;
    }

    private static Fault of(Effect.Kind kind) {
        return new Fault(new Effect(kind, Rcode.NOERROR, Duration.ZERO, false));
    }
}

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
     * @param by how much later, in real time
     * @return the fault
     */
    public static Fault delay(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a reply cannot leave " + by.negated() + " early");
        }
        return new Fault(new Effect(Effect.Kind.NONE, Rcode.NOERROR, by, false));
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

    /** {@return the right reply, twice} */
    public static Fault duplicate() {
        return of(Effect.Kind.DUPLICATE);
    }

    /**
     * The wrong reply is followed by the right one, as when somebody forges replies faster than the server sends them:
     * {@code Fault.wrongId().thenTheTruth()}.
     *
     * @return the fault
     */
    public Fault thenTheTruth() {
        return new Fault(new Effect(effect.kind(), effect.rcode(), effect.delay(), true));
    }

    /** {@return what happens, such as {@code RCODE SERVFAIL}} */
    @Override
    public String toString() {
        return effect.kind()
                + (effect.kind() == Effect.Kind.RCODE ? " " + Rcode.string(effect.rcode()) : "")
                + (effect.delay().isZero() ? "" : " after " + effect.delay())
                + (effect.truthFollows() ? ", then the truth" : "");
    }

    Effect effect() {
        return effect;
    }

    private static Fault of(Effect.Kind kind) {
        return new Fault(new Effect(kind, Rcode.NOERROR, Duration.ZERO, false));
    }
}

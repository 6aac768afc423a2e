package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.time.Instant;
import org.xbill.DNS.Message;

/**
 * Replies came to a signed request, but none that was signed as it must be. The most telling of them is here to explain
 * the failure with, and for nothing else: anybody may have sent it.
 */
public final class UnverifiedReplyException extends IOException {

    private static final long serialVersionUID = 1;

    /** What was wrong with a reply, the least telling first. */
    public enum Flaw {
        /** It was not signed, or repeated the signature of the request, and claimed success. */
        UNSIGNED,
        /** It was signed with another key, or altered on the way. */
        WRONG_SIGNATURE,
        /** It was signed with the key, but the signature was cut shorter than was agreed. */
        SHORT_SIGNATURE,
        /** It was signed with the key, but not within the time that the signature allows by our clock. */
        WRONG_TIME,
        /** It was not signed, or repeated the signature of the request, and its code was an error. */
        UNSIGNED_ERROR,
        /** It was not signed, and said that the server does not accept the signature of the request. */
        SIGNATURE_REJECTED
    }

    private final transient Flaw flaw;
    private final transient Message reply;
    private final transient Instant receivedAt;

    UnverifiedReplyException(Flaw flaw, Message reply, Instant receivedAt) {
        super("a reply came that is not authenticated: " + flaw);
        this.flaw = flaw;
        this.reply = reply;
        this.receivedAt = receivedAt;
    }

    /** {@return what was wrong with the reply} */
    public Flaw flaw() {
        return flaw;
    }

    /** {@return the reply, which anybody may have sent} */
    public Message reply() {
        return reply;
    }

    /** {@return when it came, by the clock that signs} */
    public Instant receivedAt() {
        return receivedAt;
    }
}

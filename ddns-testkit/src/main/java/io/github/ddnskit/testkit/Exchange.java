package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Effect;
import io.github.ddnskit.testkit.internal.NameServer;
import io.github.ddnskit.testkit.internal.Wires;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A message that a name server got, and what it answered. Immutable and thread-safe. */
public final class Exchange {

    private final Instant at;
    private final Question question;
    private final NameServer.Answered answered;

    Exchange(Instant at, Question question, NameServer.Answered answered) {
        this.at = at;
        this.question = question;
        this.answered = answered;
    }

    /** {@return when it came, by the clock of the server} */
    public Instant at() {
        return at;
    }

    /** {@return what was asked, by which transport and with which key} */
    public Question question() {
        return question;
    }

    /** {@return what the server thought of the signature} */
    public Signature signature() {
        return switch (answered.tsigError()) {
            case -1 -> Signature.NOT_LOOKED_AT;
            case Rcode.NOERROR -> question.key().isPresent() ? Signature.GOOD : Signature.NONE;
            case Rcode.BADKEY -> Signature.UNKNOWN_KEY;
            case Rcode.BADTIME -> Signature.BAD_TIME;
            case Rcode.BADTRUNC -> Signature.TOO_SHORT;
            default -> Signature.BAD_MAC;
        };
    }

    /** {@return the code of the first reply, such as {@code NOERROR}; empty if there was no reply} */
    public Optional<String> rcode() {
        return answered.replies().stream()
                .findFirst()
                .filter(reply -> reply.length > 3)
                .map(reply -> Rcode.string(reply[3] & 0xF));
    }

    /** {@return the fault that struck, if any} */
    public Optional<Fault> fault() {
        return answered.effect().equals(Effect.NOTHING) ? Optional.empty() : Optional.of(Fault.of(answered.effect()));
    }

    /**
     * {@return what the first reply answers, as lines such as {@code www.example.test. 300 IN A 192.0.2.1}; nothing if it
     * cannot be read}
     */
    public List<String> answers() {
        return answered.replies().stream()
                .limit(1)
                .flatMap(reply -> Wires.lines(reply, Section.ANSWER).stream())
                .toList();
    }

    /**
     * {@return what an update asked to be changed, as lines such as {@code home.example.test. 60 IN A 192.0.2.1}, with class
     * ANY or NONE for what it deletes (RFC 2136 section 2.5); nothing if it cannot be read or is no update}
     */
    public List<String> changes() {
        return question.isUpdate() ? Wires.lines(answered.request().wire(), Section.UPDATE) : List.of();
    }

    /** {@return the message of the client, octet by octet; a copy} */
    public byte[] request() {
        return answered.request().wire().clone();
    }

    /** {@return the messages of the server in the order in which they left; copies} */
    public List<byte[]> replies() {
        return answered.replies().stream().map(byte[]::clone).toList();
    }

    /** {@return what happened in one line, such as {@code UDP UPDATE example.test SOA: REFUSED}} */
    public String summary() {
        return (question.tcp() ? "TCP " : "UDP ")
                + question.summary()
                + (signature() == Signature.NONE ? "" : ", signature " + signature())
                + ": "
                + rcode().orElse("no reply")
                + fault().map(fault -> " (" + fault + ")").orElse("");
    }

    /** {@return question and answers in full, as {@code dig} would show them, for a person to read} */
    @Override
    public String toString() {
        return (question.tcp() ? "TCP" : "UDP") + " request\n"
                + Wires.text(answered.request().wire())
                + answered.replies().stream()
                        .map(reply -> "reply\n" + Wires.text(reply))
                        .collect(Collectors.joining());
    }

    /** What a server may think of the signature of a request (RFC 8945 section 5.2). */
    public enum Signature {
        /** There is none. */
        NONE,
        /** It is right. */
        GOOD,
        /** The server has no such key, or the key has another algorithm. */
        UNKNOWN_KEY,
        /** It does not match the message. */
        BAD_MAC,
        /** It matches, but is too old or of the future. */
        BAD_TIME,
        /** It matches, but is cut shorter than the server takes. */
        TOO_SHORT,
        /** A fault made the server lose the request before it could look. */
        NOT_LOOKED_AT
    }
}

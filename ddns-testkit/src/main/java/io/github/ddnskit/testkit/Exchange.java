package io.github.ddnskit.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** A message that a name server got, and what it answered. Immutable and thread-safe. */
public final class Exchange {

    private final Question question;
    private final byte[] request;
    private final List<byte[]> replies;

    Exchange(Question question, byte[] request, List<byte[]> replies) {
        this.question = question;
        this.request = request;
        this.replies = replies;
    }

    /** {@return what was asked} */
    public Question question() {
        return question;
    }

    /** {@return the code of the first reply, such as {@code NOERROR}; empty if there was no reply} */
    public Optional<String> rcode() {
        return replies.stream().findFirst().map(reply -> Rcode.string(reply[3] & 0xF));
    }

    /** {@return the message of the client, octet by octet; a copy} */
    public byte[] request() {
        return request.clone();
    }

    /** {@return the messages of the server in the order in which they left; copies} */
    public List<byte[]> replies() {
        return replies.stream().map(byte[]::clone).toList();
    }

    /** {@return question and answers in full, as {@code dig} would show them, for a person to read} */
    @Override
    public String toString() {
        return (question.tcp() ? "TCP" : "UDP") + " request\n" + text(request)
                + replies.stream().map(reply -> "reply\n" + text(reply)).collect(Collectors.joining());
    }

    private static String text(byte[] wire) {
        try {
            return new Message(wire) + "\n";
        } catch (IOException | RuntimeException e) {
            return wire.length + " octets that are no DNS message\n";
        }
    }
}

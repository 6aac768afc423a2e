package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * An unsigned request. Each transmission has an unpredictable ID (RFC 5452 section 9.2), and accepts a message that
 * repeats it, the opcode and the question (RFC 1035 section 7.3). The question may be missing from an error, and from any
 * reply to an UPDATE, whose sections a server may leave out (RFC 2136 section 3.8).
 */
public final class PlainRequest implements Request {

    private static final int ID_LIMIT = 0x10000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] wire;
    private final @Nullable Record question;
    private final int opcode;

    /**
     * A request for a message.
     *
     * @param message what to send, as it is now; its ID does not matter
     */
    public PlainRequest(Message message) {
        this.wire = message.toWire();
        this.question = message.getQuestion();
        this.opcode = message.getHeader().getOpcode();
    }

    @Override
    public Name about() {
        return question == null ? Name.root : question.getName();
    }

    @Override
    public Transmission transmission() {
        return new Plain(Wires.withId(wire, RANDOM.nextInt(ID_LIMIT)));
    }

    private final class Plain implements Transmission {

        private final byte[] sent;

        Plain(byte[] sent) {
            this.sent = sent;
        }

        @Override
        public byte[] wire() {
            return sent;
        }

        @Override
        public Verdict judge(byte[] wire) {
            Message reply;
            try {
                reply = new Message(wire);
            } catch (IOException | RuntimeException garbage) { // dnsjava throws both, depending on what is wrong
                return new Verdict.Ignored();
            }
            if (!answers(reply)) {
                return new Verdict.Ignored();
            }
            return reply.getHeader().getFlag(Flags.TC) ? new Verdict.Truncated() : new Verdict.Accepted(reply);
        }

        private boolean mayBeBare(Message reply) {
            return reply.getHeader().getOpcode() == Opcode.UPDATE
                    || (reply.getRcode() != Rcode.NOERROR && reply.getRcode() != Rcode.NXDOMAIN);
        }

        private boolean answers(Message reply) {
            Record repeated = reply.getQuestion();
            return reply.getHeader().getFlag(Flags.QR)
                    && reply.getHeader().getID() == id()
                    && reply.getHeader().getOpcode() == opcode
                    && (repeated == null ? mayBeBare(reply) : repeated.equals(question));
        }
    }
}

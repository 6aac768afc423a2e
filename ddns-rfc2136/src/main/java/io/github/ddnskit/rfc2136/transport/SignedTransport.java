package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/**
 * TSIG (RFC 8945) around another transport: whatever it returns was signed by the server with the same key, over the
 * transmission that it replies to, within the time that the signature allows. Nothing else can reach the caller.
 *
 * <p>What is unsigned or wrongly signed is passed over as if it had not come (RFC 8945 section 5.3), lest somebody who
 * can send a packet can break an exchange. Only when nothing better has come does the exchange end with the most telling
 * of those replies.
 */
public final class SignedTransport implements PipelinedTransport {

    private final Transport inner;
    private final Name name;
    private final Name algorithm;
    private final SecretKey secret;
    private final Clock clock;

    /**
     * Signs what goes through a transport.
     *
     * @param inner what carries it
     * @param key the key, whose secret is read now
     * @param clock gives the time that is signed
     * @throws IllegalStateException if the secret of the key cannot be read or is not Base64
     */
    public SignedTransport(Transport inner, TsigKey key, Clock clock) {
        this.inner = inner;
        this.name = name(key.name());
        this.algorithm = name(key.algorithm().wireName());
        this.secret = new SecretKeySpec(key.octets(), key.algorithm().toString());
        this.clock = clock;
    }

    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        SignedRequest signed = new SignedRequest(request);
        try {
            return inner.exchange(signed, deadline);
        } catch (NoReplyException | BadReplyException e) {
            UnverifiedReplyException evidence = signed.evidence;
            if (evidence != null) {
                throw evidence;
            }
            throw e;
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the other transport takes one request at a time
     */
    @Override
    public CompletableFuture<Message> send(Request request, Deadline deadline) {
        if (!(inner instanceof PipelinedTransport pipelined)) {
            throw new IllegalStateException("this transport takes one request at a time");
        }
        SignedRequest signed = new SignedRequest(request);
        CompletableFuture<Message> reply = new CompletableFuture<>();
        CompletableFuture<Message> unused = pipelined.send(signed, deadline).whenComplete((accepted, failure) -> {
            UnverifiedReplyException evidence = signed.evidence;
            if (failure == null) {
                reply.complete(accepted);
            } else {
                boolean mute = failure instanceof NoReplyException || failure instanceof BadReplyException;
                reply.completeExceptionally(mute && evidence != null ? evidence : failure);
            }
        });
        return reply;
    }

    private TSIG tsig(Clock at) {
        return new TSIG(algorithm, name, secret, at);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text + " is not a domain name", e);
        }
    }

    private final class SignedRequest implements Request {

        private final Request unsigned;
        private volatile @Nullable UnverifiedReplyException evidence; // noted by the thread that reads

        SignedRequest(Request unsigned) {
            this.unsigned = unsigned;
        }

        @Override
        public Transmission transmission() {
            Transmission plain = unsigned.transmission();
            Message message = plain.message().clone();
            tsig(clock).apply(message, null);
            return new SignedTransmission(this, plain, message);
        }

        void note(Flaw flaw, Message reply) {
            UnverifiedReplyException known = evidence;
            if (known == null || flaw.compareTo(known.flaw()) > 0) {
                evidence = new UnverifiedReplyException(flaw, reply, clock.instant());
            }
        }
    }

    private final class SignedTransmission implements Request.Transmission {

        private final SignedRequest request;
        private final Request.Transmission plain;
        private final Message message;

        SignedTransmission(SignedRequest request, Request.Transmission plain, Message message) {
            this.request = request;
            this.plain = plain;
            this.message = message;
        }

        @Override
        public Message message() {
            return message;
        }

        @Override
        public Request.Verdict judge(byte[] wire) {
            Request.Verdict verdict = plain.judge(wire);
            if (!(verdict instanceof Request.Verdict.Accepted accepted)) {
                return verdict;
            }
            Message reply = accepted.reply();
            Flaw flaw = flaw(reply, wire);
            if (flaw == null) {
                return accepted;
            }
            request.note(flaw, reply);
            return switch (flaw) {
                case UNSIGNED, WRONG_SIGNATURE -> new Request.Verdict.Ignored();
                case WRONG_TIME, UNSIGNED_ERROR, SIGNATURE_REJECTED -> new Request.Verdict.Doubtful();
            };
        }

        private @Nullable Flaw flaw(Message reply, byte[] wire) {
            TSIGRecord signature = reply.getTSIG();
            boolean failed = reply.getRcode() != Rcode.NOERROR;
            if (signature == null) {
                return failed ? Flaw.UNSIGNED_ERROR : Flaw.UNSIGNED;
            }
            if (signature.getSignature().length == 0) {
                return failed && signature.getError() != Rcode.NOERROR ? Flaw.SIGNATURE_REJECTED : Flaw.UNSIGNED;
            }
            // The time is checked apart, because a reply that is genuine but late or early is worth telling apart.
            Instant signedAt = signature.getTimeSigned();
            TSIG then = tsig(Clock.fixed(signedAt, ZoneOffset.UTC));
            if (then.verify(reply, wire, message.getTSIG()) != Rcode.NOERROR) {
                return Flaw.WRONG_SIGNATURE;
            }
            Duration off = Duration.between(signedAt, clock.instant()).abs();
            return off.compareTo(signature.getFudge()) > 0 ? Flaw.WRONG_TIME : null;
        }
    }
}

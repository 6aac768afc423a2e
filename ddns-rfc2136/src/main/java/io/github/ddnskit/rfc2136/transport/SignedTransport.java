package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.DnsCredentials;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;

/**
 * Signatures around another transport. With TSIG (RFC 8945) and GSS-TSIG (RFC 3645) whatever it returns was signed by the
 * server with the same key, over the transmission that it replies to, within the time that the signature allows. With
 * SIG(0) (RFC 2931) only the request is signed, and a success may come from anybody.
 *
 * <p>What is unsigned or wrongly signed is passed over as if it had not come (RFC 8945 section 5.3), lest somebody who
 * can send a packet can break an exchange. Only when nothing better has come does the exchange end with the most telling
 * of those replies. When that shows a remedy, such as a key that the server has forgotten, there is one more exchange.
 */
public final class SignedTransport implements PipelinedTransport {

    private final Transport inner;
    private final Signing signing;
    private final Clock clock;

    /**
     * Signs what goes through a transport, and agrees on nothing that outlives it.
     *
     * @param inner what carries it
     * @param credentials what to sign with
     * @param clock gives the time that is signed
     */
    public SignedTransport(Transport inner, DnsCredentials credentials, Clock clock) {
        this(inner, Signing.with(credentials, clock), clock);
    }

    /**
     * Signs what goes through a transport.
     *
     * @param inner what carries it
     * @param signing how to sign it
     * @param clock gives the time at which replies come
     */
    public SignedTransport(Transport inner, Signing signing, Clock clock) {
        this.inner = inner;
        this.signing = signing;
        this.clock = clock;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the secret cannot be read, or is none; the message quotes no secret
     */
    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        Signer signer = signing.ready(inner, request, deadline);
        try {
            Message reply = once(request, signer, deadline);
            if (!signing.learnsFrom(signer, reply, true)) {
                return reply;
            }
        } catch (UnverifiedReplyException e) {
            if (!signing.learnsFrom(signer, e.reply(), false)) {
                throw e;
            }
        }
        return once(request, signing.ready(inner, request, deadline), deadline);
    }

    private Message once(Request request, Signer signer, Deadline deadline) throws IOException, InterruptedException {
        SignedRequest signed = new SignedRequest(request, signer, clock);
        try {
            return inner.exchange(signed, deadline);
        } catch (NoReplyException | BadReplyException e) {
            UnverifiedReplyException evidence = signed.evidence();
            if (evidence != null) {
                throw evidence;
            }
            throw e;
        }
    }

    /**
     * {@inheritDoc} It may talk to the server first, and wait for that. What is signed in vain is not signed again, but what shows
     * a remedy is taken into account by whatever is sent after it.
     *
     * @throws IllegalStateException if the other transport takes one request at a time, or the secret cannot be read, or is
     *     none; the message quotes no secret
     */
    @Override
    public CompletableFuture<Message> send(Request request, Deadline deadline) {
        if (!(inner instanceof PipelinedTransport pipelined)) {
            throw new IllegalStateException("this transport takes one request at a time");
        }
        Signer signer;
        try {
            signer = signing.ready(inner, request, deadline);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        }
        SignedRequest signed = new SignedRequest(request, signer, clock);
        CompletableFuture<Message> reply = new CompletableFuture<>();
        CompletableFuture<Message> unused = pipelined.send(signed, deadline).whenComplete((accepted, failure) -> {
            UnverifiedReplyException evidence = signed.evidence();
            if (failure == null) {
                signing.learnsFrom(signer, accepted, true);
                reply.complete(accepted);
            } else {
                if (evidence != null) {
                    signing.learnsFrom(signer, evidence.reply(), false);
                }
                boolean mute = failure instanceof NoReplyException || failure instanceof BadReplyException;
                reply.completeExceptionally(mute && evidence != null ? evidence : failure);
            }
        });
        return reply;
    }
}

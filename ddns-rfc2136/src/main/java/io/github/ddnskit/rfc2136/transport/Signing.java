package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.DnsCredentials;
import io.github.ddnskit.rfc2136.GssCredentials;
import io.github.ddnskit.rfc2136.Sig0Key;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.time.Clock;
import org.xbill.DNS.Message;

/** A way to sign what is sent to one server. Holds what both have agreed on, and is thread-safe. */
public interface Signing {

    /**
     * The way that suits the credentials.
     *
     * @param credentials what to sign with
     * @param clock gives the time that is signed
     * @return the way
     */
    static Signing with(DnsCredentials credentials, Clock clock) {
        if (credentials instanceof TsigKey key) {
            return new TsigSigning(key, clock, false);
        }
        return credentials instanceof Sig0Key key
                ? new Sig0Signing(key, clock)
                : new GssSigning((GssCredentials) credentials, clock);
    }

    /** {@return what it signs with} */
    DnsCredentials credentials();

    /** {@return whether the server signs what it replies, so that nothing else is believed} */
    boolean authenticatesReplies();

    /**
     * Makes ready to sign, after talking to the server if that is necessary.
     *
     * @param unsigned a way to the server
     * @param request what is going to be asked
     * @param deadline when to give up
     * @return what signs now
     * @throws NegotiationException if the server and we do not come to terms
     * @throws IOException if there is no reply, with the types that {@link Transport#exchange} names
     * @throws IllegalStateException if the secret cannot be read, or is none; the message quotes no secret
     * @throws InterruptedException if the thread was interrupted
     */
    Signer ready(Transport unsigned, Request request, Deadline deadline) throws IOException, InterruptedException;

    /**
     * Whether another attempt may succeed where one has failed, because something was learnt from the failure. The next
     * {@link #ready} takes it into account.
     *
     * @param used what signed the attempt
     * @param reply the reply that brought the failure
     * @param authentic whether the server signed it
     * @return whether it is worth another attempt; never for ever
     */
    boolean learnsFrom(Signer used, Message reply, boolean authentic);
}

package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.DnsCredentials;
import io.github.ddnskit.rfc2136.GssCredentials;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/**
 * Signs with keys that are negotiated through GSS-API (RFC 3645). Thread-safe: all share one key, and when it must be
 * renewed, one negotiates and the others wait.
 */
final class GssSigning implements Signing {

    /** A key is renewed this long before it ends, so that no reply comes after its end. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final GssCredentials credentials;
    private final Clock clock;
    private final ReentrantLock negotiating = new ReentrantLock();
    private volatile @Nullable GssKey key;

    GssSigning(GssCredentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public DnsCredentials credentials() {
        return credentials;
    }

    @Override
    public boolean authenticatesReplies() {
        return true;
    }

    @Override
    public Signer ready(Transport unsigned, Request request, Deadline deadline)
            throws IOException, InterruptedException {
        GssKey present = good();
        if (present != null) {
            return present.signer();
        }
        if (!negotiating.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new NoReplyException();
        }
        try {
            GssKey another = good();
            if (another != null) {
                return another.signer();
            }
            GssKey fresh = new GssNegotiation(credentials, unsigned, clock, deadline).negotiate(request.about());
            key = fresh;
            return fresh.signer();
        } finally {
            negotiating.unlock();
        }
    }

    /**
     * A key that the server does not know, because it was started anew or the key has ended by its clock, is worth
     * another. Anybody can say so: then there is one negotiation too many.
     */
    @Override
    public boolean learnsFrom(Signer used, Message reply, boolean authentic) {
        TSIGRecord signature = reply.getTSIG();
        if (signature == null || signature.getError() != Rcode.BADKEY) {
            return false;
        }
        GssKey present = key;
        if (present != null && present.signer() == used) {
            key = null;
        }
        return true;
    }

    private @Nullable GssKey good() {
        GssKey present = key;
        return present != null && clock.instant().isBefore(present.end().minus(MARGIN)) ? present : null;
    }
}

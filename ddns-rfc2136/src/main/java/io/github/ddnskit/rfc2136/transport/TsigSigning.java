package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.ClockDifference;
import io.github.ddnskit.rfc2136.DnsCredentials;
import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/**
 * Signs with a key that server and client share (RFC 8945). Thread-safe.
 *
 * <p>What it learns about the server's clock it keeps; whether it signs with that time is for the user to say. Neither
 * the system's clock nor the one that it was given is ever touched.
 */
public final class TsigSigning implements Signing {

    private final TsigKey key;
    private final Clock clock;
    private final boolean followsServer;
    private final Name name;
    private final Name algorithm;
    private volatile @Nullable HmacCode code; // of the secret as it was last
    private volatile Duration offset = Duration.ZERO;
    private volatile @Nullable ClockDifference difference;

    /**
     * Signs with a key.
     *
     * @param key the key, whose secret is read for each exchange
     * @param clock gives the time that is signed
     * @param followsServer whether to sign anew, by the server's clock, after an authenticated BADTIME
     */
    public TsigSigning(TsigKey key, Clock clock, boolean followsServer) {
        this.key = key;
        this.clock = clock;
        this.followsServer = followsServer;
        this.name = name(key.name());
        this.algorithm = name(key.algorithm().wireName());
    }

    @Override
    public DnsCredentials credentials() {
        return key;
    }

    /** {@return how far the server's clock is off, if the last reply that was about it said so} */
    public Optional<ClockDifference> clockDifference() {
        return Optional.ofNullable(difference);
    }

    @Override
    public boolean authenticatesReplies() {
        return true;
    }

    @Override
    public Signer ready(Transport unsigned, Request request, Deadline deadline) {
        byte[] secret = key.octets();
        HmacCode known = code;
        if (known == null || !known.isOf(secret)) {
            known = new HmacCode(key, secret);
            code = known;
        }
        return new TsigSigner(name, algorithm, known, Clock.offset(clock, offset));
    }

    @Override
    public boolean learnsFrom(Signer used, Message reply, boolean authentic) {
        TSIGRecord signature = reply.getTSIG();
        if (!authentic || signature == null) {
            return false;
        }
        Optional<Long> time = TsigData.serverTime(signature);
        if (time.isEmpty()) {
            return false;
        }
        ClockDifference learnt = new ClockDifference(Instant.ofEpochSecond(time.get()), clock.instant());
        difference = learnt;
        if (followsServer) {
            offset = learnt.offset();
        }
        return followsServer;
    }

    /**
     * The server's own time in a BADTIME error.
     *
     * @param signature the record of the error
     * @return the time, or nothing if it does not say
     */
    public static Optional<Instant> serverTime(TSIGRecord signature) {
        return TsigData.serverTime(signature).map(Instant::ofEpochSecond);
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text + " is not a domain name", e);
        }
    }
}

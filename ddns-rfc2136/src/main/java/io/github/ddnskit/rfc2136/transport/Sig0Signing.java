package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.DnsCredentials;
import io.github.ddnskit.rfc2136.Sig0Key;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SIGRecord;
import org.xbill.DNS.Section;

/**
 * Signs requests with SIG(0) (RFC 2931). Thread-safe.
 *
 * <p>Replies are not signed, so that a success is accepted from anybody; a refusal waits a little for something better.
 */
final class Sig0Signing implements Signing, Signer {

    private static final Duration FUDGE = Duration.ofMinutes(5);

    private final Sig0Key key;
    private final Name name;
    private final Clock clock;

    Sig0Signing(Sig0Key key, Clock clock) {
        this.key = key;
        this.name = TsigSigning.name(key.name());
        this.clock = clock;
    }

    @Override
    public DnsCredentials credentials() {
        return key;
    }

    @Override
    public boolean authenticatesReplies() {
        return false;
    }

    @Override
    public Signer ready(Transport unsigned, Request request, Deadline deadline) {
        return this;
    }

    @Override
    public boolean learnsFrom(Signer used, Message reply, boolean authentic) {
        return false;
    }

    @Override
    public Signed sign(byte[] unsigned) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        byte[] signature = signature(unsigned, now.minus(FUDGE), now.plus(FUDGE));
        byte[] record = record(now.minus(FUDGE), now.plus(FUDGE), signature).toWire(Section.ADDITIONAL);
        return new Signed(
                Wires.withRecord(unsigned, record), (reply, wire) -> isDoubtful(reply) ? Flaw.UNSIGNED_ERROR : null);
    }

    /** An error in reply to a question is an answer: that there is no such name. */
    private static boolean isDoubtful(Message reply) {
        return reply.getHeader().getOpcode() == Opcode.UPDATE && reply.getRcode() != Rcode.NOERROR;
    }

    /** The signature of a message that is valid from one time to another: over the record without it, and the message. */
    byte[] signature(byte[] unsigned, Instant from, Instant until) {
        DNSOutput data = new DNSOutput();
        data.writeU16(0); // it covers no type
        data.writeU8(key.algorithm().number());
        data.writeU8(0); // labels
        data.writeU32(0); // TTL
        data.writeU32(until.getEpochSecond());
        data.writeU32(from.getEpochSecond());
        data.writeU16(key.tag());
        data.writeByteArray(name.toWireCanonical());
        data.writeByteArray(unsigned);
        try {
            Signature signer = Signature.getInstance(key.algorithm().signatureName());
            signer.initSign(key.privateKey());
            signer.update(data.toByteArray());
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot sign with " + key.algorithm(), e);
        }
    }

    private SIGRecord record(Instant from, Instant until, byte[] signature) {
        return new SIGRecord(
                Name.root, DClass.ANY, 0, 0, key.algorithm().number(), 0, until, from, key.tag(), name, signature);
    }
}

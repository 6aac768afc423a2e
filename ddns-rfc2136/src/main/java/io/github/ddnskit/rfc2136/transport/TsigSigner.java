package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/** Signs with TSIG records (RFC 8945), whatever makes the codes in them. Thread-safe if that is. */
final class TsigSigner implements Signer {

    private static final Duration FUDGE = Duration.ofMinutes(5); // as section 10 recommends

    /** Makes and checks codes. */
    interface Code {

        /** The code of some octets. */
        byte[] of(byte[] data);

        /** What is wrong with a code of some octets: nothing, or that it is too short, or another. */
        @Nullable
        Flaw flaw(byte[] data, byte[] code);
    }

    private final Name key;
    private final Name algorithm;
    private final Code code;
    private final Clock clock;

    /** A signer in the name of a key, whose signatures have the time of a clock. */
    TsigSigner(Name key, Name algorithm, Code code, Clock clock) {
        this.key = key;
        this.algorithm = algorithm;
        this.code = code;
        this.clock = clock;
    }

    @Override
    public Signed sign(byte[] unsigned) {
        TsigData signed = new TsigData(key, algorithm, clock.instant().getEpochSecond(), FUDGE);
        byte[] mac = code.of(signed.ofRequest(unsigned));
        byte[] message = Wires.withRecord(unsigned, signed.record(mac, Wires.id(unsigned)));
        return new Signed(message, (reply, wire) -> flaw(reply, wire, mac));
    }

    /** What is wrong with a reply to a request that had a code, or to one that had none. */
    @Nullable
    Flaw flaw(Message reply, byte[] wire, byte[] requestMac) {
        TSIGRecord signature = reply.getTSIG();
        boolean failed = reply.getRcode() != Rcode.NOERROR;
        // Windows returns a request that it refuses with the signature that it came with.
        if (signature == null || isEcho(signature, requestMac)) {
            return failed ? Flaw.UNSIGNED_ERROR : Flaw.UNSIGNED;
        }
        if (signature.getSignature().length == 0) {
            return failed && signature.getError() != Rcode.NOERROR ? Flaw.SIGNATURE_REJECTED : Flaw.UNSIGNED;
        }
        int start = TsigData.lastRecord(wire);
        if (start < 0 || !isOurs(signature)) {
            return Flaw.WRONG_SIGNATURE;
        }
        Flaw flaw = code.flaw(TsigData.ofReply(requestMac, wire, start, signature), signature.getSignature());
        if (flaw != null) {
            return flaw;
        }
        // A reply that is genuine but late or early is worth telling apart.
        Duration off =
                Duration.between(signature.getTimeSigned(), clock.instant()).abs();
        return off.compareTo(signature.getFudge()) > 0 ? Flaw.WRONG_TIME : null;
    }

    private static boolean isEcho(TSIGRecord signature, byte[] requestMac) {
        return requestMac.length > 0 && Arrays.equals(signature.getSignature(), requestMac);
    }

    /** The name of the key and of its algorithm, and the fields that have only one value (section 4.2). */
    private boolean isOurs(TSIGRecord signature) {
        return signature.getName().equals(key)
                && signature.getAlgorithm().equals(algorithm)
                && signature.getDClass() == DClass.ANY
                && signature.getTTL() == 0;
    }
}

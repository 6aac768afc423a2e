package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/**
 * Checks the signatures of requests and signs replies (RFC 8945). Not thread-safe.
 *
 * <p>Written out, not left to dnsjava's {@code TSIG}: a client that uses dnsjava then meets somebody else's reading of
 * the RFC, and faults need a hand on the MAC.
 */
final class TsigGate {

    private static final int FUDGE = 300;
    private static final int LEAST_MAC = 10;

    private final Map<Name, ReadyKey> keys = new HashMap<>();
    private final Clock clock;
    private final Set<Habit> habits;
    private final Function<Name, @Nullable ReadyKey> negotiated;

    /** Besides the keys it knows those that were negotiated. */
    TsigGate(Collection<TsigKey> keys, Clock clock, Set<Habit> habits, Function<Name, @Nullable ReadyKey> negotiated) {
        this.negotiated = negotiated;
        keys.forEach(key -> this.keys.put(ZoneReader.name(key.name()), ReadyKey.of(key)));
        this.clock = clock;
        this.habits = habits;
    }

    /**
     * What a look at the signature told.
     *
     * @param tsig that of the request, or null if it had none
     * @param key the key to sign the reply with, or null to leave it unsigned
     * @param rcode NOERROR if the request may pass
     * @param error the TSIG error, 0 if none
     */
    record Verdict(@Nullable TSIGRecord tsig, @Nullable ReadyKey key, int rcode, int error) {

        static final Verdict UNSIGNED = new Verdict(null, null, Rcode.NOERROR, 0);

        boolean authenticated() {
            return key != null && error == 0;
        }

        /** Whose key it is, if it was negotiated. */
        Optional<String> principal() {
            return key != null && error == 0 ? key.principal() : Optional.empty();
        }
    }

    /** What to spoil about a signature. */
    enum Flaw {
        NONE,
        BAD_MAC,
        BAD_TIME
    }

    /** Section 5.2, but for the habits of some servers. */
    Verdict check(Request request) {
        TSIGRecord tsig = request.tsig();
        if (tsig == null) {
            return Verdict.UNSIGNED;
        }
        if (habits.contains(Habit.ECHOES_TSIG)) {
            return new Verdict(tsig, null, Rcode.REFUSED, 0);
        }
        Verdict verdict = check(request, tsig);
        return verdict.error != 0 && habits.contains(Habit.REFUSES_WITHOUT_TSIG)
                ? new Verdict(null, null, Rcode.REFUSED, 0)
                : verdict;
    }

    /** Key, then MAC, then time, then truncation. */
    private Verdict check(Request request, TSIGRecord tsig) {
        ReadyKey key = keys.get(tsig.getName());
        if (key == null) {
            key = negotiated.apply(tsig.getName());
        }
        if (key == null || !key.algorithm().equals(tsig.getAlgorithm())) {
            return new Verdict(tsig, null, Rcode.NOTAUTH, Rcode.BADKEY);
        }
        int length = tsig.getSignature().length;
        int whole = key.code().size();
        boolean wholeOnly =
                habits.contains(Habit.BADSIG_FOR_SHORT_MAC) || !key.code().canBeCut();
        if (!wholeOnly && (length > whole || (length > 0 && length < Math.max(LEAST_MAC, (whole + 1) / 2)))) {
            return new Verdict(tsig, null, Rcode.FORMERR, Rcode.BADSIG);
        }
        if (length == 0 || !key.code().fits(signedOctets(request, tsig), tsig.getSignature(), wholeOnly)) {
            return new Verdict(tsig, null, Rcode.NOTAUTH, Rcode.BADSIG);
        }
        long off = Math.abs(now() - tsig.getTimeSigned().getEpochSecond());
        if (off > tsig.getFudge().toSeconds()) {
            return new Verdict(tsig, key, Rcode.NOTAUTH, Rcode.BADTIME);
        }
        return length < whole && key.code().canBeCut()
                ? new Verdict(tsig, key, Rcode.NOTAUTH, Rcode.BADTRUNC)
                : new Verdict(tsig, key, Rcode.NOERROR, 0);
    }

    /** How long the TSIG of a reply will be. */
    static int sizeOfReply(Verdict verdict) {
        TSIGRecord tsig = verdict.tsig;
        if (tsig == null) {
            return 0;
        }
        int mac = verdict.key == null ? 0 : verdict.key.code().size();
        return tsig.getName().length() + 10 + tsig.getAlgorithm().length() + 16 + mac + 6;
    }

    /** The replies to one request, over TCP possibly several, each of which covers the one before (section 5.3.1). */
    final class Stream {

        private final Verdict verdict;
        private byte @Nullable [] previous;

        Stream(Verdict verdict) {
            this.verdict = verdict;
        }

        /** Appends to a reply the TSIG that the verdict calls for: signed, or only telling the error. */
        byte[] next(byte[] reply, Flaw flaw) {
            TSIGRecord tsig = verdict.tsig;
            if (tsig == null) {
                return reply;
            }
            if (habits.contains(Habit.ECHOES_TSIG)) {
                return append(reply, tsig.toWire(Section.ADDITIONAL));
            }
            boolean badTime = verdict.error == Rcode.BADTIME;
            long time = badTime ? tsig.getTimeSigned().getEpochSecond() : now();
            if (flaw == Flaw.BAD_TIME) {
                time -= 3600;
            }
            DNSOutput other = new DNSOutput();
            if (badTime) {
                writeTime(other, now());
            }
            DNSOutput timers = new DNSOutput();
            writeTime(timers, time);
            timers.writeU16(FUDGE);
            byte[] mac = new byte[0];
            if (verdict.key != null) {
                mac = mac(verdict.key, tsig, reply, timers.toByteArray(), other.toByteArray());
                previous = mac.clone();
                if (flaw == Flaw.BAD_MAC) {
                    mac[0] ^= 1;
                }
            }
            DNSOutput out = new DNSOutput(sizeOfReply(verdict));
            out.writeByteArray(tsig.getName().toWire());
            out.writeU16(Type.TSIG);
            out.writeU16(DClass.ANY);
            out.writeU32(0);
            out.writeU16(tsig.getAlgorithm().length() + 16 + mac.length + other.current());
            out.writeByteArray(tsig.getAlgorithm().toWire());
            out.writeByteArray(timers.toByteArray());
            out.writeU16(mac.length);
            out.writeByteArray(mac);
            out.writeU16(Request.u16(reply, 0));
            out.writeU16(verdict.error);
            out.writeU16(other.current());
            out.writeByteArray(other.toByteArray());
            return append(reply, out.toByteArray());
        }

        private byte[] mac(ReadyKey key, TSIGRecord tsig, byte[] reply, byte[] timers, byte[] other) {
            byte[] before = previous == null ? tsig.getSignature() : previous;
            DNSOutput data = new DNSOutput(reply.length + 256);
            if (before.length > 0) { // a reply to what was not signed covers only itself
                data.writeU16(before.length);
                data.writeByteArray(before);
            }
            data.writeByteArray(reply);
            data.writeByteArray(previous == null ? variables(tsig, 0, timers, verdict.error, other) : timers);
            return key.code().of(data.toByteArray());
        }
    }

    /** The message with one more record at its end. */
    static byte[] append(byte[] message, byte[] record) {
        byte[] longer = Arrays.copyOf(message, message.length + record.length);
        System.arraycopy(record, 0, longer, message.length, record.length);
        countAdditional(longer, 1);
        return longer;
    }

    private static byte[] signedOctets(Request request, TSIGRecord tsig) {
        byte[] unsigned = Arrays.copyOf(request.wire(), request.signatureAt());
        unsigned[0] = (byte) (tsig.getOriginalID() >>> 8);
        unsigned[1] = (byte) tsig.getOriginalID();
        countAdditional(unsigned, -1);
        DNSOutput timers = new DNSOutput();
        writeTime(timers, tsig.getTimeSigned().getEpochSecond());
        timers.writeU16((int) tsig.getFudge().toSeconds());
        DNSOutput data = new DNSOutput(unsigned.length + 256);
        data.writeByteArray(unsigned);
        // the TTL as it came, so that one that is not 0 breaks the signature
        data.writeByteArray(variables(tsig, tsig.getTTL(), timers.toByteArray(), tsig.getError(), tsig.getOther()));
        return data.toByteArray();
    }

    /** Section 4.3.3. */
    private static byte[] variables(TSIGRecord tsig, long ttl, byte[] timers, int error, byte @Nullable [] other) {
        DNSOutput out = new DNSOutput();
        out.writeByteArray(tsig.getName().toWireCanonical());
        out.writeU16(DClass.ANY);
        out.writeU32(ttl);
        out.writeByteArray(tsig.getAlgorithm().toWireCanonical());
        out.writeByteArray(timers);
        out.writeU16(error);
        out.writeU16(other == null ? 0 : other.length);
        if (other != null) {
            out.writeByteArray(other);
        }
        return out.toByteArray();
    }

    private static void countAdditional(byte[] wire, int difference) {
        int count = Request.u16(wire, 10) + difference;
        wire[10] = (byte) (count >>> 8);
        wire[11] = (byte) count;
    }

    private static void writeTime(DNSOutput out, long seconds) {
        out.writeU16((int) (seconds >>> 32) & 0xFFFF);
        out.writeU32(seconds & 0xFFFFFFFFL);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}

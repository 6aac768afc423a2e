package io.github.ddnskit.rfc2136.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** The octets that a TSIG record authenticates, and those of the record itself (RFC 8945 sections 4.2 and 4.3). */
final class TsigData {

    private static final int ID = 0;
    private static final int ADDITIONAL_COUNT = 10;
    private static final int HEADER = 12;
    private static final int QUESTION_FIXED = 4;
    private static final int RECORD_FIXED = 10;
    private static final int POINTER = 0xc0;
    private static final int TIME_OCTETS = 6;
    private static final int VARIABLES_FIXED =
            6 + TIME_OCTETS + 6; // class, TTL; time; fudge, error, length of other data
    private static final byte[] NONE = new byte[0];

    private final byte[] key;
    private final byte[] algorithm;
    private final long seconds;
    private final int fudge;

    /**
     * A record in a request, without its code.
     *
     * @param key the name of the key
     * @param algorithm the name of the algorithm
     * @param seconds when it is signed, since 1970
     * @param fudge how far the clock of the server may be from that
     */
    TsigData(Name key, Name algorithm, long seconds, Duration fudge) {
        this.key = key.toWireCanonical();
        this.algorithm = algorithm.toWireCanonical();
        this.seconds = seconds;
        this.fudge = (int) fudge.toSeconds();
    }

    /** What a request is signed over, if this is its record. */
    byte[] ofRequest(byte[] unsigned) {
        ByteBuffer out = ByteBuffer.allocate(unsigned.length + key.length + algorithm.length + VARIABLES_FIXED);
        out.put(unsigned);
        variables(out, Rcode.NOERROR, NONE);
        return out.array();
    }

    /** The whole record. */
    byte[] record(byte[] mac, int originalId) {
        int length = algorithm.length + TIME_OCTETS + 4 + mac.length + 6;
        ByteBuffer out = ByteBuffer.allocate(key.length + RECORD_FIXED + length);
        out.put(key).putShort((short) Type.TSIG).putShort((short) DClass.ANY).putInt(0);
        out.putShort((short) length).put(algorithm);
        time(out);
        out.putShort((short) mac.length).put(mac).putShort((short) originalId);
        out.putShort((short) Rcode.NOERROR).putShort((short) 0); // no other data
        return out.array();
    }

    /**
     * What a reply is signed over.
     *
     * @param requestMac the code in the request, empty if there was none
     * @param wire the reply
     * @param start where its record begins
     * @param signature the record
     * @return the octets
     */
    static byte[] ofReply(byte[] requestMac, byte[] wire, int start, TSIGRecord signature) {
        TsigData theirs = new TsigData(
                signature.getName(),
                signature.getAlgorithm(),
                signature.getTimeSigned().getEpochSecond(),
                signature.getFudge());
        byte[] other = signature.getOther() == null ? NONE : signature.getOther();
        int mac = requestMac.length == 0 ? 0 : Short.BYTES + requestMac.length;
        int variables = theirs.key.length + theirs.algorithm.length + VARIABLES_FIXED + other.length;
        ByteBuffer out = ByteBuffer.allocate(mac + start + variables);
        if (mac > 0) {
            out.putShort((short) requestMac.length).put(requestMac);
        }
        out.put(wire, 0, start);
        out.putShort(mac + ID, (short) signature.getOriginalID());
        out.putShort(mac + ADDITIONAL_COUNT, (short) (out.getShort(mac + ADDITIONAL_COUNT) - 1));
        theirs.variables(out, signature.getError(), other);
        return out.array();
    }

    /**
     * Finds the last record of a message, which must be the last thing in it.
     *
     * @param wire a message that can be parsed and has records
     * @return where the record begins, or -1 if something follows it
     */
    static int lastRecord(byte[] wire) {
        ByteBuffer in = ByteBuffer.wrap(wire);
        int questions = Short.toUnsignedInt(in.getShort(4));
        int records = Short.toUnsignedInt(in.getShort(6))
                + Short.toUnsignedInt(in.getShort(8))
                + Short.toUnsignedInt(in.getShort(ADDITIONAL_COUNT));
        in.position(HEADER);
        for (int i = 0; i < questions; i++) {
            skipName(in);
            skip(in, QUESTION_FIXED);
        }
        int start = in.position();
        for (int i = 0; i < records; i++) {
            start = in.position();
            skipName(in);
            skip(in, RECORD_FIXED);
            skip(in, Short.toUnsignedInt(in.getShort(in.position() - Short.BYTES)));
        }
        return in.hasRemaining() ? -1 : start;
    }

    /** The server's own time in seconds, which it puts into the other data of a BADTIME error (section 5.2.3). */
    static Optional<Long> serverTime(TSIGRecord signature) {
        byte[] other = signature.getOther();
        if (signature.getError() != Rcode.BADTIME || other == null || other.length != TIME_OCTETS) {
            return Optional.empty();
        }
        return Optional.of(ByteBuffer.allocate(Long.BYTES)
                .putShort((short) 0)
                .put(other)
                .flip()
                .getLong());
    }

    private void variables(ByteBuffer out, int error, byte[] other) {
        out.put(key).putShort((short) DClass.ANY).putInt(0).put(algorithm);
        time(out);
        out.putShort((short) error).putShort((short) other.length).put(other);
    }

    private void time(ByteBuffer out) {
        out.putShort((short) (seconds >>> Integer.SIZE)).putInt((int) seconds).putShort((short) fudge);
    }

    private static void skipName(ByteBuffer in) {
        for (int length = in.get() & 0xff; length != 0; length = in.get() & 0xff) {
            if ((length & POINTER) == POINTER) {
                skip(in, 1);
                return;
            }
            skip(in, length);
        }
    }

    private static void skip(ByteBuffer in, int octets) {
        in.position(in.position() + octets);
    }
}

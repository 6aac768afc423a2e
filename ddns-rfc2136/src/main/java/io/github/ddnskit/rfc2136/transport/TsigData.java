package io.github.ddnskit.rfc2136.transport;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/** The octets that a TSIG record authenticates (RFC 8945 section 4.3). */
final class TsigData {

    private static final int ID = 0;
    private static final int ADDITIONAL_COUNT = 10;
    private static final int HEADER = 12;
    private static final int QUESTION_FIXED = 4;
    private static final int RECORD_FIXED = 10;
    private static final int POINTER = 0xc0;
    private static final int TIME_OCTETS = 6;

    private TsigData() {}

    /**
     * What a request is signed over.
     *
     * @param unsigned the message without the record
     * @param signature the record, of which all but the code matters
     * @return the octets
     */
    static byte[] ofRequest(byte[] unsigned, TSIGRecord signature) {
        DNSOutput out = new DNSOutput();
        out.writeByteArray(unsigned);
        variables(out, signature);
        return out.toByteArray();
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
        DNSOutput out = new DNSOutput();
        if (requestMac.length > 0) {
            out.writeU16(requestMac.length);
            out.writeByteArray(requestMac);
        }
        ByteBuffer unsigned = ByteBuffer.wrap(wire.clone(), 0, start);
        unsigned.putShort(ID, (short) signature.getOriginalID());
        unsigned.putShort(ADDITIONAL_COUNT, (short) (unsigned.getShort(ADDITIONAL_COUNT) - 1));
        out.writeByteArray(unsigned.array(), 0, start);
        variables(out, signature);
        return out.toByteArray();
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

    private static void variables(DNSOutput out, TSIGRecord signature) {
        out.writeByteArray(signature.getName().toWireCanonical());
        out.writeU16(DClass.ANY);
        out.writeU32(0);
        out.writeByteArray(signature.getAlgorithm().toWireCanonical());
        long time = signature.getTimeSigned().getEpochSecond();
        out.writeU16((int) (time >>> Integer.SIZE));
        out.writeU32(time & 0xffff_ffffL);
        out.writeU16((int) signature.getFudge().toSeconds());
        out.writeU16(signature.getError());
        byte[] other = signature.getOther();
        out.writeU16(other == null ? 0 : other.length);
        if (other != null) {
            out.writeByteArray(other);
        }
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

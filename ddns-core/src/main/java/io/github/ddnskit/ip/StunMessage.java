package io.github.ddnskit.ip;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/** Writes STUN binding requests and reads what servers answer (RFC 8489). */
final class StunMessage {

    static final int ID_LENGTH = 12;

    private static final int HEADER = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int BINDING_ERROR = 0x0111;

    private static final int ERROR_CODE = 0x0009;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554e;

    /** Attributes below this number must be understood, or the answer must not be used (section 6.3.3). */
    private static final int OPTIONAL_FROM = 0x8000;

    /**
     * Attributes that may stand in an answer and say nothing about the address. Among them is the MAPPED-ADDRESS of
     * RFC 3489 (0x0001), which many routers rewrite to the inner address: an answer that has nothing else is not used.
     */
    private static final Set<Integer> KNOWN = Set.of(
            0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0008, 0x000A, 0x000B, 0x0014, 0x0015, 0x001C,
            0x001D, 0x001E);

    private StunMessage() {}

    /** What a server answered to a request. */
    sealed interface Answer {
        /** It saw the request come from here. */
        record Mapped(InetAddress address, int port) implements Answer {}

        /** It gave an error, 300 to 699. */
        record Refused(int code) implements Answer {}
    }

    /** A request for the address that the server sees. */
    static byte[] bindingRequest(byte[] id) {
        return ByteBuffer.allocate(HEADER)
                .putShort((short) BINDING_REQUEST)
                .putShort((short) 0)
                .putInt(MAGIC_COOKIE)
                .put(id, 0, ID_LENGTH)
                .array();
    }

    /**
     * Reads the answer to a request.
     *
     * @param datagram what came
     * @param id the random id of the request
     * @throws UnbelievableException if it is anything else than a well-formed answer to this request
     */
    static Answer parse(byte[] datagram, byte[] id) throws UnbelievableException {
        ByteBuffer message = ByteBuffer.wrap(datagram);
        if (datagram.length < HEADER) {
            throw new UnbelievableException("too short for STUN");
        }
        int type = message.getShort() & 0xffff;
        int length = message.getShort() & 0xffff;
        if (message.getInt() != MAGIC_COOKIE || length % 4 != 0 || length != datagram.length - HEADER) {
            throw new UnbelievableException("not STUN");
        }
        if (!Arrays.equals(datagram, 8, HEADER, id, 0, ID_LENGTH)) {
            throw new UnbelievableException("to another request");
        }
        if (type != BINDING_SUCCESS && type != BINDING_ERROR) {
            throw new UnbelievableException("no answer to a binding request");
        }
        message.position(HEADER);
        return attributes(message, type == BINDING_SUCCESS);
    }

    private static Answer attributes(ByteBuffer message, boolean success) throws UnbelievableException {
        int wanted = success ? XOR_MAPPED_ADDRESS : ERROR_CODE;
        Answer answer = null;
        while (message.hasRemaining()) {
            int start = message.position();
            int type = message.getShort() & 0xffff;
            int length = message.getShort() & 0xffff;
            int padded = (length + 3) / 4 * 4;
            if (padded > message.remaining()) {
                throw new UnbelievableException("cut off");
            }
            ByteBuffer value = message.slice(message.position(), length);
            message.position(message.position() + padded);
            if (type == FINGERPRINT) {
                checkFingerprint(message, start, value);
            } else if (type == wanted && answer == null) { // of several, the first counts (section 14)
                answer = success ? mapped(value, message) : refused(value);
            } else if (success && type < OPTIONAL_FROM && type != wanted && !KNOWN.contains(type)) {
                throw new UnbelievableException(String.format("with the attribute 0x%04x, which is not known", type));
            }
        }
        if (answer == null) {
            throw new UnbelievableException(success ? "without XOR-MAPPED-ADDRESS" : "without ERROR-CODE");
        }
        return answer;
    }

    /** Section 14.7: the last attribute, over all that stands before it. */
    private static void checkFingerprint(ByteBuffer message, int start, ByteBuffer value) throws UnbelievableException {
        CRC32 crc = new CRC32();
        crc.update(message.duplicate().limit(start).position(0));
        if (message.hasRemaining()
                || value.remaining() != 4
                || value.getInt() != ((int) crc.getValue() ^ FINGERPRINT_XOR)) {
            throw new UnbelievableException("with a wrong fingerprint");
        }
    }

    /** Section 14.2: the address combined with the cookie and, for IPv6, the id, so that no router rewrites it. */
    private static Answer mapped(ByteBuffer value, ByteBuffer message) throws UnbelievableException {
        int size = value.remaining() - 4;
        int family = size < 0 ? 0 : value.getShort(0) & 0xff;
        if (!(family == 1 && size == 4) && !(family == 2 && size == 16)) {
            throw new UnbelievableException("with an address of no family");
        }
        byte[] address = new byte[size];
        for (int i = 0; i < size; i++) {
            address[i] = (byte) (value.get(4 + i) ^ message.get(4 + i));
        }
        int port = (value.getShort(2) ^ (MAGIC_COOKIE >> 16)) & 0xffff;
        try {
            InetAddress mapped = InetAddress.getByAddress(address);
            if (mapped instanceof Inet4Address != (size == 4)) {
                throw new UnbelievableException("with an IPv4-mapped address");
            }
            return new Answer.Mapped(mapped, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** Section 14.8. */
    private static Answer refused(ByteBuffer value) throws UnbelievableException {
        int hundreds = value.remaining() < 4 ? 0 : value.get(2) & 0x7;
        int rest = hundreds == 0 ? 100 : value.get(3) & 0xff;
        if (hundreds < 3 || hundreds > 6 || rest > 99) {
            throw new UnbelievableException("with an error of no number");
        }
        return new Answer.Refused(hundreds * 100 + rest);
    }
}

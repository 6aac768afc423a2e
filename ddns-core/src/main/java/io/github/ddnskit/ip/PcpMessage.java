package io.github.ddnskit.ip;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes MAP requests of PCP and reads what gateways answer and announce (RFC 6887 sections 7, 11 and 14). */
final class PcpMessage {

    static final int NONCE_LENGTH = 12;

    private static final int VERSION = 2;
    private static final int ANNOUNCE = 0;
    private static final int MAP = 1;
    private static final int ANSWER = 0x80;
    private static final int UDP = 17;
    private static final int HEADER = 24;
    private static final int MAP_LENGTH = HEADER + 36;
    private static final int LONGEST = 1100;
    private static final int UNSUPPORTED_VERSION = 1;

    private PcpMessage() {}

    /** What a gateway answered. */
    sealed interface Answer {
        /**
         * It has made the mapping.
         *
         * @param address the outer address of the mapping
         * @param lifetime seconds for which it stands
         */
        record Mapped(InetAddress address, long lifetime) implements Answer {}

        /**
         * It gave a result code that is no success.
         *
         * @param why the code in words
         * @param lifetime seconds for which it would say the same, or 0 if it does not tell
         */
        record Refused(String why, long lifetime) implements Answer {}
    }

    /**
     * A request for a mapping of a UDP port.
     *
     * @param client from where it is sent: the inner side of the mapping
     * @param nonce random; the same for all requests about one mapping
     * @param lifetime in seconds; 0 deletes the mapping
     */
    static byte[] request(InetSocketAddress client, byte[] nonce, int lifetime) {
        return ByteBuffer.allocate(MAP_LENGTH)
                .put((byte) VERSION)
                .put((byte) MAP)
                .putShort((short) 0)
                .putInt(lifetime)
                .put(sixteen(client.getAddress()))
                .put(nonce, 0, NONCE_LENGTH)
                .putInt(UDP << 24)
                .putShort((short) client.getPort())
                .putShort((short) 0)
                .put(client.getAddress() instanceof Inet4Address ? sixteen(new byte[4]) : new byte[16])
                .array();
    }

    /**
     * Reads the answer to a request.
     *
     * @param datagram what came
     * @param client from where the request was sent
     * @param nonce the one of the request
     * @throws UnbelievableException if it is anything else than a well-formed answer to this request
     */
    static Answer parse(byte[] datagram, InetSocketAddress client, byte[] nonce) throws UnbelievableException {
        ByteBuffer message = ByteBuffer.wrap(datagram);
        if (datagram.length < 8) {
            throw new UnbelievableException("too short for PCP");
        }
        if (datagram[0] == 0 && datagram[1] < 0 && message.getShort(2) == UNSUPPORTED_VERSION) { // RFC 6887 section 9
            return new Answer.Refused("it speaks NAT-PMP only, so use the source \"nat-pmp\"", 0);
        }
        if (datagram.length < HEADER || datagram.length % 4 != 0 || datagram.length > LONGEST) {
            throw new UnbelievableException("no PCP");
        }
        int result = datagram[3] & 0xff;
        if (datagram[1] < 0 && result == UNSUPPORTED_VERSION) {
            return new Answer.Refused("it speaks version " + (datagram[0] & 0xff) + " of PCP, which is not known", 0);
        }
        if (datagram[0] != VERSION || (datagram[1] & 0xff) != (ANSWER | MAP) || datagram.length < MAP_LENGTH) {
            throw new UnbelievableException("no answer to a request for a mapping");
        }
        if (!Arrays.equals(datagram, HEADER, HEADER + NONCE_LENGTH, nonce, 0, NONCE_LENGTH)
                || datagram[36] != UDP
                || (message.getShort(40) & 0xffff) != client.getPort()) {
            throw new UnbelievableException("to another request");
        }
        long lifetime = message.getInt(4) & 0xffffffffL;
        return result == 0
                ? new Answer.Mapped(outer(Arrays.copyOfRange(datagram, 44, 60), client), lifetime)
                : new Answer.Refused(words(result), lifetime);
    }

    /** Whether a gateway says of its own accord that it was restarted or renumbered (section 14.1). */
    static boolean isAnnouncement(byte[] datagram) {
        return datagram.length >= HEADER
                && datagram.length % 4 == 0
                && datagram.length <= LONGEST
                && datagram[0] == VERSION
                && (datagram[1] & 0xff) == (ANSWER | ANNOUNCE)
                && datagram[3] == 0;
    }

    /** IPv4 addresses stand in the IPv4-mapped form, and in no other case that form is believed (section 5). */
    private static InetAddress outer(byte[] bytes, InetSocketAddress client) throws UnbelievableException {
        try {
            InetAddress address = InetAddress.getByAddress(bytes); // which turns mapped ones into IPv4
            if (address instanceof Inet4Address != client.getAddress() instanceof Inet4Address) {
                throw new UnbelievableException("with an address of the other family");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    private static byte[] sixteen(InetAddress address) {
        return address instanceof Inet4Address ? sixteen(address.getAddress()) : address.getAddress();
    }

    private static byte[] sixteen(byte[] ipv4) {
        return ByteBuffer.allocate(16)
                .position(10)
                .putShort((short) 0xffff)
                .put(ipv4)
                .array();
    }

    /** Section 7.4. */
    private static String words(int result) {
        return "result " + result
                + switch (result) {
                    case 2 -> " (not authorized: mappings are switched off, or not allowed to this device)";
                    case 3 -> " (malformed request)";
                    case 4 -> " (it does not know this request)";
                    case 5, 6 -> " (it does not know an option)";
                    case 7 -> " (network failure: it has no public address now)";
                    case 8 ->
                        " (no resources: it has no public address, is itself behind another NAT, or has no port left)";
                    case 9 -> " (it cannot map UDP)";
                    case 10 -> " (this device has too many mappings)";
                    case 11 -> " (it cannot give the outer address or port)";
                    case 12 -> " (address mismatch: there is another NAT between this device and it)";
                    case 13 -> " (too many peers)";
                    default -> "";
                };
    }
}

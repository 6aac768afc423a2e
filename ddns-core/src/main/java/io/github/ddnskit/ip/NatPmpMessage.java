package io.github.ddnskit.ip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Writes the request of NAT-PMP for the public address, and reads what gateways answer (RFC 6886 section 3.2). */
final class NatPmpMessage {

    private static final int NETWORK_FAILURE = 3;

    private static final int ANSWER = 12;
    private static final int ANSWER_OF_ADDRESS = 128;
    private static final int UNSUPPORTED_VERSION = 1;
    private static final int PCP = 2;

    private NatPmpMessage() {}

    /** What a gateway answered. */
    sealed interface Answer {
        /**
         * Its public address.
         *
         * @param epoch seconds since the gateway has lost its mappings, such as by a restart
         */
        record PublicAddress(InetAddress address, long epoch) implements Answer {}

        /**
         * It gave a result code that is no success.
         *
         * @param why what it means
         * @param withoutAddress whether it says that the gateway itself has no public address
         */
        record Refused(String why, boolean withoutAddress) implements Answer {}
    }

    /** A request for the public address. */
    static byte[] request() {
        return new byte[] {0, 0};
    }

    /**
     * Reads the answer to a request, or what the gateway announces of its own accord: both look alike.
     *
     * @throws UnbelievableException if it is anything else
     */
    static Answer parse(byte[] datagram) throws UnbelievableException {
        ByteBuffer message = ByteBuffer.wrap(datagram);
        if (datagram.length < 8) {
            throw new UnbelievableException("too short for NAT-PMP");
        }
        if (datagram[0] == PCP && datagram[1] < 0 && datagram[3] == UNSUPPORTED_VERSION) {
            return new Answer.Refused("it speaks PCP only, so use the source \"pcp\"", false);
        }
        if (datagram[0] != 0 || (datagram[1] & 0xff) != ANSWER_OF_ADDRESS) {
            throw new UnbelievableException("no answer to a request for the public address");
        }
        int result = message.getShort(2) & 0xffff;
        if (result != 0) { // then the address is undefined, and must not be looked at
            return new Answer.Refused(words(result), result == NETWORK_FAILURE);
        }
        if (datagram.length != ANSWER) {
            throw new UnbelievableException("of " + datagram.length + " bytes instead of " + ANSWER);
        }
        byte[] address = new byte[4];
        message.position(8).get(address);
        try {
            return new Answer.PublicAddress(InetAddress.getByAddress(address), message.getInt(4) & 0xffffffffL);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }

    /** RFC 6886 section 3.5. */
    private static String words(int result) {
        return "result " + result
                + switch (result) {
                    case 1 -> " (it does not speak this version of NAT-PMP)";
                    case 2 -> " (not authorized: NAT-PMP is switched off)";
                    case NETWORK_FAILURE ->
                        " (network failure: it has no public address now, or is itself behind another NAT)";
                    case 4 -> " (out of resources)";
                    case 5 -> " (it does not know this request)";
                    default -> "";
                };
    }
}

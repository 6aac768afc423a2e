package io.github.ddnskit.gateway;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Prefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells where a request comes from: from the other end of the connection, or from where a proxy that is trusted says.
 *
 * @param proxies the networks whose proxies are trusted
 */
record Sources(List<Prefix> proxies) {

    private static final int BITS_OF_A_NETWORK = 64;

    /** Where it comes from, and whether its first leg was protected. */
    record Origin(InetAddress address, boolean secure) {}

    /**
     * From the right the fields were written by proxies that are trusted, and what stands left of them by anybody.
     */
    Origin of(GatewayRequest request) throws MalformedRequestException {
        InetAddress address = request.peer();
        if (!isProxy(address)) {
            return new Origin(plain(address), request.secure());
        }
        List<String> hops = request.header("x-forwarded-for").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        for (int i = hops.size() - 1; i >= 0 && isProxy(address); i--) {
            try {
                address = IpLiteral.parse(hops.get(i));
            } catch (IllegalArgumentException e) {
                throw new MalformedRequestException("X-Forwarded-For holds something that is no address");
            }
        }
        List<String> proto = request.header("x-forwarded-proto");
        // Without the field the proxy speaks for itself; with several it is not clear who does.
        boolean secure = proto.isEmpty()
                ? request.secure()
                : proto.size() == 1 && proto.get(0).strip().equalsIgnoreCase("https");
        return new Origin(plain(address), secure);
    }

    /** What counts as one sender: an IPv4 address, or the /64 of an IPv6 address. */
    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return IpLiteral.format(address);
        }
        Arrays.fill(bytes, BITS_OF_A_NETWORK / Byte.SIZE, bytes.length, (byte) 0);
        return IpLiteral.format(fromBytes(bytes)) + "/" + BITS_OF_A_NETWORK;
    }

    private boolean isProxy(InetAddress address) {
        InetAddress plain = plain(address);
        return proxies.stream().anyMatch(proxy -> proxy.contains(plain));
    }

    /** Without a zone: the address of a link-local peer has one. */
    private static InetAddress plain(InetAddress address) {
        return fromBytes(address.getAddress());
    }

    private static InetAddress fromBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}

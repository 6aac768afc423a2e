package io.github.ddnskit.jp;

import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;

/**
 * One UDP datagram, of which the service reads nothing but where it comes from. Nobody acknowledges it. Stateless and
 * thread-safe.
 */
final class UpdatePacket {

    /** Discard (RFC 863): should the packet reach anything but the service, it is thrown away. */
    static final int PORT = 9;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private UpdatePacket() {}

    /**
     * Sends it.
     *
     * @param source the address to register, one of this device
     * @param host the update-only name or address
     * @throws java.net.BindException if the source is not an address of this device
     * @throws UnknownHostException if the host has no IPv6 address
     */
    static void send(InetAddress source, String host, int port) throws IOException, InterruptedException {
        Bounded.call(
                TIMEOUT,
                () -> {
                    InetAddress target = resolve(host);
                    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(source, 0))) {
                        socket.send(new DatagramPacket(new byte[1], 1, target, port));
                    }
                    return true;
                },
                () -> {});
    }

    private static InetAddress resolve(String host) throws UnknownHostException {
        if (host.indexOf(':') >= 0) {
            return IpLiteral.parse(host);
        }
        return Arrays.stream(InetAddress.getAllByName(host))
                .filter(Inet6Address.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new UnknownHostException("no IPv6 address"));
    }
}

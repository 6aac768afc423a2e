package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.AddressFamily;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.NetworkChannel;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From where to talk to servers: an address, the addresses of a network interface, or wherever the system likes.
 *
 * @param address the address, or null
 * @param device the name of the interface, whose addresses are read anew for each socket, or null
 */
public record LocalEnd(
        @Nullable InetAddress address, @Nullable String device) {

    /** The system's choice. */
    public static final LocalEnd ANY = new LocalEnd(null, null);

    /**
     * Binds a channel.
     *
     * @param channel not yet bound
     * @param server what it is to be connected to
     * @throws BindException if there is no such address to bind it to
     */
    void bind(NetworkChannel channel, InetSocketAddress server) throws IOException {
        InetAddress local = device == null ? address : addressOf(device, server.getAddress());
        if (local == null) {
            return;
        }
        if (AddressFamily.of(local) != AddressFamily.of(server.getAddress())) {
            throw new BindException(server + " cannot be reached from " + local.getHostAddress()
                    + ": one is an IPv4 address and the other an IPv6 address");
        }
        channel.bind(new InetSocketAddress(local, 0));
    }

    private static InetAddress addressOf(String device, InetAddress server) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(device);
        List<InetAddress> all = found == null ? List.of() : Collections.list(found.getInetAddresses());
        return all.stream()
                .filter(one -> AddressFamily.of(one) == AddressFamily.of(server))
                .filter(one -> one.isLinkLocalAddress() == server.isLinkLocalAddress())
                .findFirst()
                .orElseThrow(() -> new BindException("the network interface " + device + " has no address from which "
                        + server.getHostAddress() + " can be reached"));
    }
}

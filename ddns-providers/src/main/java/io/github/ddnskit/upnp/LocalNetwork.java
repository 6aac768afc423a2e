package io.github.ddnskit.upnp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What this machine knows of the networks it is on, beside its routes. */
final class LocalNetwork {

    private LocalNetwork() {}

    /** {@return the interfaces that multicast can be sent through, or only the one of that name} */
    static List<NetworkInterface> forMulticast(@Nullable String name) throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(one -> name == null ? isUsual(one) : one.getName().equals(name))
                .toList();
    }

    private static boolean isUsual(NetworkInterface one) {
        try {
            return one.isUp()
                    && one.supportsMulticast()
                    && !one.isLoopback()
                    && ipv4(one).isPresent();
        } catch (SocketException gone) {
            return false;
        }
    }

    static Optional<InetAddress> ipv4(NetworkInterface one) {
        return one.inetAddresses().filter(Inet4Address.class::isInstance).findFirst();
    }

    /** {@return whether an address is in a network that this machine is on} */
    static boolean isOnLink(InetAddress address) throws SocketException {
        return NetworkInterface.networkInterfaces().anyMatch(one -> isOnLink(one, address));
    }

    /** {@return whether an address is in a network behind that interface} */
    static boolean isOnLink(NetworkInterface one, InetAddress address) {
        return one.getInterfaceAddresses().stream().anyMatch(own -> shares(own, address));
    }

    private static boolean shares(InterfaceAddress own, InetAddress address) {
        byte[] mine = own.getAddress().getAddress();
        byte[] theirs = address.getAddress();
        int length = own.getNetworkPrefixLength();
        if (mine.length != theirs.length || length < 1 || length > mine.length * 8) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            if (((mine[bit / 8] ^ theirs[bit / 8]) & (0x80 >> bit % 8)) != 0) {
                return false;
            }
        }
        return true;
    }
}

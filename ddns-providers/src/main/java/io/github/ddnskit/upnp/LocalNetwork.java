package io.github.ddnskit.upnp;

import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What this machine knows of the networks it is on. */
final class LocalNetwork {

    /** {@code Iface Destination Gateway Flags ...}, addresses as hexadecimal numbers in the order of the machine. */
    private static final Path ROUTES = Path.of("/proc/net/route");

    private LocalNetwork() {}

    /** {@return the default gateway, on that interface if one is given; empty where the system does not tell} */
    static Optional<InetAddress> defaultGateway(@Nullable String networkInterface) {
        try {
            return defaultGateway(Files.readAllLines(ROUTES, StandardCharsets.US_ASCII), networkInterface);
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** {@return whether this system tells what its default gateway is} */
    static boolean tellsRoutes() {
        return Files.isReadable(ROUTES);
    }

    static Optional<InetAddress> defaultGateway(List<String> lines, @Nullable String networkInterface) {
        return lines.stream()
                .map(line -> line.split("\\s+", -1))
                .filter(columns -> columns.length > 7
                        && columns[1].equals("00000000")
                        && columns[7].equals("00000000")
                        && columns[2].matches("[0-9A-F]{8}")
                        && !columns[2].equals("00000000")
                        && (networkInterface == null || columns[0].equals(networkInterface)))
                .min((a, b) -> Integer.compare(metric(a), metric(b)))
                .map(columns -> address(Long.parseLong(columns[2], 16)));
    }

    private static int metric(String[] columns) {
        return columns[6].matches("[0-9]{1,9}") ? Integer.parseInt(columns[6]) : Integer.MAX_VALUE;
    }

    private static InetAddress address(long littleEndian) {
        return IpLiteral.parse((littleEndian & 0xff) + "." + (littleEndian >> 8 & 0xff) + "."
                + (littleEndian >> 16 & 0xff) + "." + (littleEndian >> 24 & 0xff));
    }

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

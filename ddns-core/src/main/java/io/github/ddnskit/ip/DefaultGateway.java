package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the gateway of the default route, where the system tells: on Linux. Thread-safe. */
public final class DefaultGateway {

    private static final Path IPV4_ROUTES = Path.of("/proc/net/route");
    private static final Path IPV6_ROUTES = Path.of("/proc/net/ipv6_route");

    /** {@code RTF_UP} and {@code RTF_GATEWAY} of {@code linux/route.h}. */
    private static final int UP_TO_A_GATEWAY = 0x3;

    private DefaultGateway() {}

    /**
     * A default route.
     *
     * @param interfaceName the interface that it leaves by
     * @param gateway its next hop
     * @param metric the lower, the more it is preferred
     */
    record Route(String interfaceName, InetAddress gateway, long metric) {}

    /** {@return whether this system tells its routes in a way that is understood} */
    public static boolean canBeFound() {
        return Files.isReadable(IPV4_ROUTES);
    }

    /**
     * The next hop of the preferred default route.
     *
     * @param family the family of the route
     * @return the gateway, if there is one; a link-local one with its interface as scope
     * @throws IOException if the routes cannot be read
     */
    public static Optional<InetAddress> find(AddressFamily family) throws IOException {
        return preferred(routes(family)).map(DefaultGateway::scoped);
    }

    /**
     * The next hop of the preferred default route that leaves by one interface.
     *
     * @param family the family of the route
     * @param interfaceName the interface, such as {@code eth0}
     * @return the gateway, if there is one; a link-local one with its interface as scope
     * @throws IOException if the routes cannot be read
     */
    public static Optional<InetAddress> find(AddressFamily family, String interfaceName) throws IOException {
        return preferred(by(interfaceName, routes(family))).map(DefaultGateway::scoped);
    }

    private static Stream<Route> routes(AddressFamily family) throws IOException {
        Path file = family == AddressFamily.IPV4 ? IPV4_ROUTES : IPV6_ROUTES;
        if (!Files.isReadable(file)) {
            return Stream.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return family == AddressFamily.IPV4 ? ipv4(lines, ByteOrder.nativeOrder()) : ipv6(lines);
    }

    static Stream<Route> by(String interfaceName, Stream<Route> routes) {
        return routes.filter(route -> route.interfaceName().equals(interfaceName));
    }

    static Optional<Route> preferred(Stream<Route> routes) {
        return routes.min(Comparator.comparing(Route::metric));
    }

    /** Reads {@code /proc/net/route}, in which addresses are numbers in the byte order of the machine. */
    static Stream<Route> ipv4(List<String> lines, ByteOrder order) {
        return lines.stream()
                .map(line -> ipv4(line.strip().split("\\s+", -1), order))
                .filter(Objects::nonNull);
    }

    /** Reads {@code /proc/net/ipv6_route}. */
    static Stream<Route> ipv6(List<String> lines) {
        return lines.stream().map(line -> ipv6(line.strip().split("\\s+", -1))).filter(Objects::nonNull);
    }

    private static @Nullable Route ipv4(String[] words, ByteOrder order) {
        try {
            if (words.length < 8
                    || Long.parseLong(words[1], 16) != 0
                    || Long.parseLong(words[7], 16) != 0
                    || (Integer.parseInt(words[3], 16) & UP_TO_A_GATEWAY) != UP_TO_A_GATEWAY) {
                return null;
            }
            byte[] gateway = ByteBuffer.allocate(4)
                    .order(order)
                    .putInt((int) Long.parseLong(words[2], 16))
                    .array();
            return new Route(words[0], InetAddress.getByAddress(gateway), Long.parseLong(words[6]));
        } catch (NumberFormatException | UnknownHostException e) { // the heading, or a line of a format to come
            return null;
        }
    }

    private static @Nullable Route ipv6(String[] words) {
        try {
            if (words.length < 10
                    || !words[1].equals("00")
                    || new BigInteger(words[0], 16).signum() != 0
                    || (Long.parseLong(words[8], 16) & UP_TO_A_GATEWAY) != UP_TO_A_GATEWAY) {
                return null;
            }
            InetAddress gateway = InetAddress.getByAddress(HexFormat.of().parseHex(words[4]));
            return gateway instanceof Inet6Address ? new Route(words[9], gateway, Long.parseLong(words[5], 16)) : null;
        } catch (IllegalArgumentException | UnknownHostException e) { // a line of a format to come
            return null;
        }
    }

    /** A link-local gateway is reached by its own interface only. */
    private static InetAddress scoped(Route route) {
        if (!route.gateway().isLinkLocalAddress() || !(route.gateway() instanceof Inet6Address)) {
            return route.gateway();
        }
        try {
            return Inet6Address.getByAddress(
                    null, route.gateway().getAddress(), NetworkInterface.getByName(route.interfaceName()));
        } catch (UnknownHostException | SocketException e) {
            return route.gateway();
        }
    }
}

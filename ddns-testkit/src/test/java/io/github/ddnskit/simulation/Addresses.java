package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Addresses that a device may have, and others that nobody may publish. */
final class Addresses {

    private static final int COUNT = 6;

    private static final List<InetAddress> IPV4 = numbered("185.15.59.");
    private static final List<InetAddress> IPV6 = numbered("2a02:ec80:300:ed1a::");

    private static final Set<InetAddress> GLOBAL =
            Stream.of(IPV4, IPV6).flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    private static final List<InetAddress> SPECIAL_IPV4 = parsed(
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.7.7",
            "172.16.0.9",
            "192.0.0.9",
            "192.0.2.1",
            "192.168.1.10",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.251",
            "240.0.0.1",
            "255.255.255.255");

    private static final List<InetAddress> SPECIAL_IPV6 = Stream.concat(
                    parsed(
                            "::",
                            "::1",
                            "64:ff9b::b90f:3b01",
                            "100::1",
                            "2001:db8::1",
                            "2001::1",
                            "2002:b90f:3b01::1",
                            "2408:210:1234:5600::1",
                            "fc00::1",
                            "fe80::1",
                            "ff02::fb")
                            .stream(),
                    Stream.of(mapped()))
            .toList();

    private Addresses() {}

    static boolean isGlobal(InetAddress address) {
        return GLOBAL.contains(address);
    }

    static Set<InetAddress> draw(AddressFamily family, SplittableRandom random) {
        List<InetAddress> pool = family == AddressFamily.IPV4 ? IPV4 : IPV6;
        Set<InetAddress> drawn = new LinkedHashSet<>();
        drawn.add(pool.get(random.nextInt(COUNT)));
        if (random.nextInt(8) == 0) {
            drawn.add(pool.get(random.nextInt(COUNT)));
        }
        return drawn;
    }

    static InetAddress drawSpecial(AddressFamily family, SplittableRandom random) {
        List<InetAddress> pool = family == AddressFamily.IPV4 ? SPECIAL_IPV4 : SPECIAL_IPV6;
        return pool.get(random.nextInt(pool.size()));
    }

    private static List<InetAddress> numbered(String prefix) {
        return IntStream.rangeClosed(1, COUNT)
                .mapToObj(number -> IpLiteral.parse(prefix + number))
                .toList();
    }

    private static List<InetAddress> parsed(String... literals) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(IpLiteral.parse(literal));
        }
        return addresses;
    }

    /** An IPv4 address in the form of an IPv6 one, which the JDK makes only if it is told to. */
    private static InetAddress mapped() {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 185, 15, 59, 1};
        try {
            return Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}

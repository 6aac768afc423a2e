package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses that a request wants, the same for all its hosts. Immutable. */
record Wanted(Map<AddressFamily, Set<InetAddress>> addresses, boolean isRemoval) {

    /** So many of one family at one name. */
    private static final int MOST = 8;

    /** What a request wants, or nothing if something in it is no address. */
    static Optional<Wanted> of(Ask ask, InetAddress from) {
        Map<AddressFamily, Set<InetAddress>> byFamily = new EnumMap<>(AddressFamily.class);
        try {
            List<InetAddress> all = ask.addresses().isEmpty()
                    ? List.of(from)
                    : ask.addresses().stream().map(IpLiteral::parse).toList();
            for (InetAddress address : all) {
                byFamily.computeIfAbsent(AddressFamily.of(address), none -> new LinkedHashSet<>())
                        .add(address);
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return byFamily.values().stream().anyMatch(one -> one.size() > MOST)
                ? Optional.empty()
                : Optional.of(new Wanted(byFamily, ask.isRemoval()));
    }

    /** The update of one host in its zone, or nothing if no address is left that may be published there. */
    Optional<Update> update(Hostname host, GatewayZone zone) {
        if (isRemoval) {
            return Optional.of(new Update(
                    host, removal(zone, AddressFamily.IPV4), removal(zone, AddressFamily.IPV6), zone.options()));
        }
        for (AddressFamily family : AddressFamily.values()) {
            boolean bad = zone.publishes(family)
                    && addresses.getOrDefault(family, Set.of()).stream().anyMatch(address -> !zone.admits(address));
            if (bad) {
                return Optional.empty();
            }
        }
        Goal ipv4 = goal(zone, AddressFamily.IPV4);
        Goal ipv6 = goal(zone, AddressFamily.IPV6);
        return ipv4 instanceof Goal.Keep && ipv6 instanceof Goal.Keep
                ? Optional.empty()
                : Optional.of(new Update(host, ipv4, ipv6, zone.options()));
    }

    private Goal goal(GatewayZone zone, AddressFamily family) {
        Set<InetAddress> ofFamily = addresses.getOrDefault(family, Set.of());
        return ofFamily.isEmpty() || !zone.publishes(family) ? Goal.keep() : Goal.publish(ofFamily);
    }

    private static Goal removal(GatewayZone zone, AddressFamily family) {
        return zone.publishes(family) ? Goal.remove() : Goal.keep();
    }
}

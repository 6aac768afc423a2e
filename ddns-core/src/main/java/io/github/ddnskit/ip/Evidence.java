package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the answers tell about the network, beside the address. Pure. */
final class Evidence {

    private static final Prefix DS_LITE = Prefix.parse("192.0.0.0/29");
    private static final List<Prefix> NAT64 = List.of(Prefix.parse("64:ff9b::/96"), Prefix.parse("64:ff9b:1::/48"));
    private static final int LINK_BYTES = 8;

    private final AddressFamily family;
    private final List<Vote> votes;
    private final Observation result;
    private final List<Local> locals;
    private final Map<Warning.Kind, String> found = new EnumMap<>(Warning.Kind.class);

    Evidence(AddressFamily family, List<Vote> votes, Observation result, List<Local> locals) {
        this.family = family;
        this.votes = votes;
        this.result = result;
        this.locals = locals;
    }

    List<Warning> warnings() {
        for (Vote vote : votes) {
            if (vote.answer() instanceof Observation.Found seen) {
                seen.addresses().forEach(address -> look(vote, address));
            }
        }
        Set<InetAddress> reflexive = addresses(Vantage.REFLEXIVE);
        if (reflexive.size() > 1 && (family == AddressFamily.IPV4 || links(reflexive) > 1)) {
            warn(Warning.Kind.SOURCES_DISAGREE, "servers on the Internet see " + IpLiteral.format(reflexive));
        }
        if (family == AddressFamily.IPV4 && !reflexive.isEmpty()) {
            detour(reflexive);
        }
        suspicions(reflexive);
        return found.isEmpty()
                ? List.of()
                : found.entrySet().stream()
                        .map(entry -> new Warning(entry.getKey(), entry.getValue()))
                        .toList();
    }

    /** Whether two IPv6 addresses are of the same /64. */
    static boolean sameLink(InetAddress a, InetAddress b) {
        byte[] left = a.getAddress();
        byte[] right = b.getAddress();
        return left.length > LINK_BYTES
                && left.length == right.length
                && Arrays.equals(left, 0, LINK_BYTES, right, 0, LINK_BYTES);
    }

    private void look(Vote vote, InetAddress address) {
        AddressClass kind = SpecialAddresses.classify(address);
        boolean gateway = vote.vantage() == Vantage.GATEWAY;
        boolean near = gateway || vote.vantage() == Vantage.LOCAL;
        if (near && DS_LITE.contains(address)) {
            warn(
                    Warning.Kind.SHARED_IPV4,
                    vote.source() + " has " + IpLiteral.format(address) + ", which carries IPv4 over IPv6");
        } else if (near && kind == AddressClass.SHARED) {
            warn(
                    Warning.Kind.CGNAT,
                    vote.source() + " has " + IpLiteral.format(address) + ", an address of the carrier's own NAT");
        } else if (gateway && kind == AddressClass.PRIVATE) {
            warn(
                    Warning.Kind.DOUBLE_NAT,
                    "the outer address of the router is " + IpLiteral.format(address) + " (" + vote.source() + ")");
        } else if (NAT64.stream().anyMatch(prefix -> prefix.contains(address))) {
            warn(Warning.Kind.NAT64, vote.source() + " sees " + IpLiteral.format(address));
        } else if (kind == AddressClass.CLOSED_NETWORK) {
            warn(
                    Warning.Kind.CLOSED_NETWORK,
                    IpLiteral.format(address) + " is in " + SpecialAddresses.rangeOf(address));
        } else if (vote.vantage() == Vantage.REFLEXIVE && isTemporary(address)) {
            warn(Warning.Kind.TEMPORARY_ADDRESS, vote.source() + " sees " + IpLiteral.format(address));
        }
    }

    /** Seen from outside, and of this link, but not what is published of it. */
    private boolean isTemporary(InetAddress seen) {
        boolean known = locals.stream()
                .anyMatch(local -> local.address().equals(seen) && local.unfit().equals("temporary"));
        boolean replaced = result instanceof Observation.Found published
                && !published.addresses().contains(seen)
                && published.addresses().stream().anyMatch(address -> sameLink(address, seen));
        return known || replaced;
    }

    /** A router or interface whose address is fine, and which the Internet does not see. */
    private void detour(Set<InetAddress> reflexive) {
        Set<InetAddress> near = addresses(Vantage.GATEWAY);
        near.addAll(addresses(Vantage.LOCAL));
        near.removeIf(address -> !isOutside(address));
        if (!near.isEmpty() && near.stream().noneMatch(reflexive::contains)) {
            warn(
                    Warning.Kind.VPN_SUSPECTED,
                    "the router or device has " + IpLiteral.format(near) + ", but the Internet sees "
                            + IpLiteral.format(reflexive));
        }
    }

    /** Whether the Internet could know an address. Those for documentation stand for global ones in tests. */
    private static boolean isOutside(InetAddress address) {
        AddressClass kind = SpecialAddresses.classify(address);
        return kind == AddressClass.GLOBAL || kind == AddressClass.DOCUMENTATION;
    }

    /** A portal stands before the Internet; any other suspicion means nothing unless the Internet is there. */
    private void suspicions(Set<InetAddress> reflexive) {
        for (Vote vote : votes) {
            if (vote.answer() instanceof Observation.Unknown unknown
                    && unknown.suspicion() != null
                    && reflexive.isEmpty() == (unknown.suspicion() == Warning.Kind.CAPTIVE_PORTAL)) {
                warn(unknown.suspicion(), unknown.cause());
            }
        }
    }

    private Set<InetAddress> addresses(Vantage vantage) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (Vote vote : votes) {
            if (vote.vantage() == vantage && vote.answer() instanceof Observation.Found seen) {
                addresses.addAll(seen.addresses());
            }
        }
        addresses.removeIf(address -> AddressFamily.of(address) != family);
        return addresses;
    }

    private static long links(Set<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> address.getAddress().length > LINK_BYTES)
                .map(address -> ByteBuffer.wrap(address.getAddress(), 0, LINK_BYTES))
                .distinct()
                .count();
    }

    private void warn(Warning.Kind kind, String evidence) {
        found.merge(kind, evidence, (first, second) -> first.contains(second) ? first : first + "; " + second);
    }
}

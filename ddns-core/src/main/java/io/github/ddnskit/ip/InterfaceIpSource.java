package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the address of a network interface: of several, a globally reachable one, and of several such the first that the
 * system names. Immutable and thread-safe.
 *
 * <p>On Linux, temporary (RFC 8981), deprecated, tentative and duplicate IPv6 addresses are left out. Elsewhere the JDK
 * cannot tell them from stable ones: prefer another source there if the system makes temporary addresses. Link-local and
 * loopback addresses are never given.
 *
 * <p>An interface that is up without an address of the family says that there is none; one that is missing or down, or
 * has only addresses that are not ready, says nothing.
 */
public final class InterfaceIpSource implements IpSource {

    private static final Set<AddressClass> NEVER =
            Set.of(AddressClass.LINK_LOCAL, AddressClass.LOOPBACK, AddressClass.MULTICAST, AddressClass.NOT_AN_ADDRESS);

    private final String name;

    private InterfaceIpSource(String name) {
        this.name = name;
    }

    /**
     * A source that looks at one interface.
     *
     * @param name its name, such as {@code eth0}
     * @return the source
     * @throws IllegalArgumentException if the name is empty
     */
    public static InterfaceIpSource of(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("give the name of an interface, such as eth0, or use any()");
        }
        return new InterfaceIpSource(name);
    }

    /** {@return a source that looks at all interfaces but the loopback one} */
    public static InterfaceIpSource any() {
        return new InterfaceIpSource("");
    }

    @Override
    public SourceId id() {
        return new SourceId("interface", name);
    }

    @Override
    public Vantage vantage() {
        return Vantage.LOCAL;
    }

    @Override
    public Observation observe(Query query) {
        try {
            Optional<List<Local>> locals =
                    name.isEmpty() ? Optional.of(LocalAddresses.ofAll()) : LocalAddresses.of(name);
            return locals.isEmpty()
                    ? Observation.unknown("the interface " + name + " is missing or down")
                    : choose(locals.get(), query.family());
        } catch (IOException e) {
            return Observation.unknown(
                    "the interfaces cannot be listed: " + e.getClass().getSimpleName());
        }
    }

    Observation choose(List<Local> locals, AddressFamily family) {
        String where = name.isEmpty() ? "any interface" : "the interface " + name;
        List<Local> candidates = locals.stream()
                .filter(local -> AddressFamily.of(local.address()) == family)
                .filter(local -> !NEVER.contains(SpecialAddresses.classify(local.address())))
                .sorted(Comparator.comparing(
                        local -> SpecialAddresses.classify(local.address()) != AddressClass.GLOBAL))
                .toList();
        if (candidates.isEmpty()) {
            return Observation.absent("no " + family + " address is on " + where);
        }
        return candidates.stream()
                .filter(local -> local.unfit().isEmpty())
                .findFirst()
                .map(local -> Observation.found(List.of(local.address()), Provenance.ofThisDevice(id(), vantage())))
                .orElseGet(() -> Observation.unknown("the only " + family + " address on " + where + ", "
                        + IpLiteral.format(candidates.get(0).address()) + ", is "
                        + candidates.get(0).unfit()));
    }
}

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the address of a network interface: of several, a globally reachable one, of several such a stable one, and of
 * several such the first that the system names. Immutable and thread-safe.
 *
 * <p>On Linux, deprecated, tentative and duplicate IPv6 addresses are left out, and temporary ones (RFC 8981) unless they
 * are {@linkplain Builder#temporaryToo asked for}. Elsewhere the JDK cannot tell them from stable ones: prefer another
 * source there if the system makes temporary addresses, or choose by prefix. Link-local and loopback addresses are never
 * given.
 *
 * <p>An interface that is up without an address of the family says that there is none; one that is missing or down, or
 * has only addresses that are not ready or not chosen, says nothing.
 */
public final class InterfaceIpSource implements IpSource {

    private static final Set<AddressClass> NEVER =
            Set.of(AddressClass.LINK_LOCAL, AddressClass.LOOPBACK, AddressClass.MULTICAST, AddressClass.NOT_AN_ADDRESS);

    private final InterfaceChoice interfaces;
    private final List<Prefix> prefixes;
    private final boolean temporaryToo;

    private InterfaceIpSource(InterfaceChoice interfaces, List<Prefix> prefixes, boolean temporaryToo) {
        this.interfaces = interfaces;
        this.prefixes = prefixes;
        this.temporaryToo = temporaryToo;
    }

    /**
     * A source that looks at one interface.
     *
     * @param name its name, such as {@code eth0}
     * @return the source
     * @throws IllegalArgumentException if the name is empty
     */
    public static InterfaceIpSource of(String name) {
        return builder().name(name).build();
    }

    /** {@return a source that looks at all interfaces but the loopback one} */
    public static InterfaceIpSource any() {
        return builder().build();
    }

    /** {@return a builder of a source that looks, unless told otherwise, at all interfaces but the loopback one} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SourceId id() {
        String where = prefixes.isEmpty()
                ? ""
                : (interfaces.text().isEmpty() ? "" : " ")
                        + prefixes.stream().map(Prefix::toString).collect(Collectors.joining(","));
        return new SourceId("interface", interfaces.text() + where);
    }

    @Override
    public Vantage vantage() {
        return Vantage.LOCAL;
    }

    @Override
    public Observation observe(Query query) {
        try {
            Optional<List<Local>> locals = LocalAddresses.of(interfaces);
            return locals.isPresent()
                    ? choose(locals.get(), query.family())
                    : Observation.unknown(interfaces.missing() + "; there are " + LocalAddresses.someNames());
        } catch (IOException e) {
            return Observation.unknown(
                    "the interfaces cannot be listed: " + e.getClass().getSimpleName());
        }
    }

    Observation choose(List<Local> locals, AddressFamily family) {
        List<Local> candidates = locals.stream()
                .filter(local -> AddressFamily.of(local.address()) == family)
                .filter(local -> !NEVER.contains(SpecialAddresses.classify(local.address())))
                .sorted(Comparator.comparing(
                                (Local local) -> SpecialAddresses.classify(local.address()) != AddressClass.GLOBAL)
                        .thenComparing(local -> !local.unfit().isEmpty()))
                .toList();
        if (candidates.isEmpty()) {
            return Observation.absent("no " + family + " address is on " + interfaces.words());
        }
        List<Local> chosen = candidates.stream().filter(this::isChosen).toList();
        if (chosen.isEmpty()) {
            return Observation.unknown("no " + family + " address on " + interfaces.words() + " is in "
                    + prefixes.stream().map(Prefix::toString).collect(Collectors.joining(" or ")));
        }
        return chosen.stream()
                .filter(local -> local.unfit().isEmpty() || (temporaryToo && local.isOnlyTemporary()))
                .findFirst()
                .map(local -> Observation.found(List.of(local.address()), Provenance.ofThisDevice(id(), vantage())))
                .orElseGet(() -> Observation.unknown("the only " + family + " address on " + interfaces.words() + ", "
                        + IpLiteral.format(chosen.get(0).address()) + ", is "
                        + chosen.get(0).unfit()));
    }

    private boolean isChosen(Local local) {
        List<Prefix> ofItsFamily = prefixes.stream()
                .filter(prefix -> AddressFamily.of(prefix.address()) == AddressFamily.of(local.address()))
                .toList();
        return ofItsFamily.isEmpty() || ofItsFamily.stream().anyMatch(prefix -> prefix.contains(local.address()));
    }

    /** Makes an {@link InterfaceIpSource}. Not thread-safe. */
    public static final class Builder {

        private InterfaceChoice interfaces = InterfaceChoice.ANY;
        private final List<Prefix> prefixes = new ArrayList<>();
        private boolean temporaryToo;

        private Builder() {}

        /**
         * Looks at one interface only.
         *
         * @param name its name, such as {@code eth0}
         * @return this builder
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder name(String name) {
            this.interfaces = InterfaceChoice.named(name);
            return this;
        }

        /**
         * Looks at the interfaces whose name matches, other than the loopback one; in place of a name.
         *
         * @param glob a name in which {@code *} stands for any characters, and {@code ?} for one, such as {@code enp*}
         * @return this builder
         * @throws IllegalArgumentException if the pattern is empty
         */
        public Builder pattern(String glob) {
            this.interfaces = InterfaceChoice.matching(glob);
            return this;
        }

        /**
         * Gives addresses in this range only; called again, in any of the ranges. Addresses of the other family are not
         * restricted by it.
         *
         * @param prefix such as {@code 2001:db8::/32}
         * @return this builder
         */
        public Builder prefix(Prefix prefix) {
            prefixes.add(prefix);
            return this;
        }

        /**
         * Gives a temporary IPv6 address (RFC 8981) too, if there is no stable one. Such an address changes at least once
         * a day, and was made so that nobody finds the device by it.
         *
         * @return this builder
         */
        public Builder temporaryToo() {
            this.temporaryToo = true;
            return this;
        }

        /**
         * Makes the source.
         *
         * @return the source
         */
        public InterfaceIpSource build() {
            return new InterfaceIpSource(interfaces, List.copyOf(prefixes), temporaryToo);
        }
    }
}

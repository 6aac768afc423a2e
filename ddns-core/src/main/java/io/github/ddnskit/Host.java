package io.github.ddnskit;

import io.github.ddnskit.internal.OrderedSet;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.spi.DnsUpdater;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name that the client keeps right, and by whom. Immutable.
 *
 * @param name the name
 * @param updater who publishes it
 * @param families the families to publish; the others are left alone
 * @param options how to publish it
 * @param declared where the application declares the addresses of this host, or null if it is at those of the client
 */
public record Host(
        Hostname name,
        DnsUpdater updater,
        Set<AddressFamily> families,
        RecordOptions options,
        @Nullable DeclaredIpSource declared) {

    /**
     * Checks the components.
     *
     * @param name the name
     * @param updater who publishes it
     * @param families the families to publish; the others are left alone
     * @param options how to publish it
     * @param declared where the application declares the addresses of this host, or null if it is at those of the client
     * @throws IllegalArgumentException if there is no family, or one that the updater cannot publish
     */
    public Host {
        families = OrderedSet.copyOfFamilies(families);
        if (families.isEmpty()) {
            throw new IllegalArgumentException(
                    "no family is to be published for " + name + ": name ipv4, ipv6 or both");
        }
        for (AddressFamily family : families) {
            if (!updater.capabilities().families().contains(family)) {
                throw new IllegalArgumentException(
                        "the updater of " + name + " cannot publish " + family + " addresses: leave that family out");
            }
        }
    }

    /**
     * A host at the addresses of the client.
     *
     * @param name the name
     * @param updater who publishes it
     * @param families the families to publish; the others are left alone
     * @param options how to publish it
     * @throws IllegalArgumentException if there is no family, or one that the updater cannot publish
     */
    public Host(Hostname name, DnsUpdater updater, Set<AddressFamily> families, RecordOptions options) {
        this(name, updater, families, options, null);
    }

    /**
     * A name with all families that the updater can publish.
     *
     * @param name the name
     * @param updater who publishes it
     * @return the host
     * @throws IllegalArgumentException if the name is not a {@link Hostname}
     */
    public static Host of(String name, DnsUpdater updater) {
        return new Host(Hostname.of(name), updater, updater.capabilities().families(), RecordOptions.defaults(), null);
    }

    /**
     * The same host with these families only.
     *
     * @param families the families to publish
     * @return a copy with them
     * @throws IllegalArgumentException if there is none, or one that the updater cannot publish
     */
    public Host withFamilies(AddressFamily... families) {
        EnumSet<AddressFamily> wanted = EnumSet.noneOf(AddressFamily.class);
        wanted.addAll(Arrays.asList(families));
        return new Host(name, updater, wanted, options, declared);
    }

    /**
     * The same host with other options.
     *
     * @param options how to publish it
     * @return a copy with them
     */
    public Host withOptions(RecordOptions options) {
        return new Host(name, updater, families, options, declared);
    }

    /**
     * The same host at addresses of its own, which the application declares: for a program that keeps the names of other
     * devices. The sources of the client say nothing about it then. Only addresses of a class that may be published are.
     *
     * @param source where they are declared; may be shared by hosts that are always at the same addresses
     * @return a copy with it
     */
    public Host declaredBy(DeclaredIpSource source) {
        return new Host(name, updater, families, options, source);
    }
}

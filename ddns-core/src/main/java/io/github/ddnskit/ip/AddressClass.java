package io.github.ddnskit.ip;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an address is for. Only {@link #GLOBAL} is published unless the user allows another class by name. */
public enum AddressClass {
    /** Globally reachable unicast. */
    GLOBAL,
    /** Private use (RFC 1918). */
    PRIVATE,
    /** Shared by the customers of a carrier (RFC 6598): behind carrier-grade NAT. */
    SHARED,
    /** Unique local (RFC 4193). */
    UNIQUE_LOCAL,
    /**
     * Of a network that is closed towards the Internet although its addresses look global, such as those of NTT's NGN.
     * Published only through an updater that serves such networks.
     */
    CLOSED_NETWORK,
    /** Link local (RFC 3927, RFC 4291). */
    LINK_LOCAL,
    /** This host itself. */
    LOOPBACK,
    /** For examples in documents (RFC 5737, RFC 3849, RFC 9637). */
    DOCUMENTATION,
    /** For measurements of networks (RFC 2544, RFC 5180). */
    BENCHMARKING,
    /** Another address in the form of this one: IPv4-mapped, NAT64, 6to4, Teredo. */
    TRANSLATED,
    /** Used by a protocol itself, such as the anycast addresses of PCP, or identifiers that are not locators. */
    PROTOCOL,
    /** One to many. */
    MULTICAST,
    /** No address: the unspecified one, "this network", broadcast, discard-only. */
    NOT_AN_ADDRESS,
    /** Not assigned to anyone. */
    RESERVED;

    /**
     * Reads the name used in configuration files.
     *
     * @param text such as {@code unique-local}
     * @return the class
     * @throws IllegalArgumentException if there is none of that name; the message lists those there are
     */
    public static AddressClass parse(String text) {
        for (AddressClass addressClass : values()) {
            if (addressClass.toString().equals(text)) {
                return addressClass;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a class of addresses: use one of "
                + Arrays.stream(values()).map(AddressClass::toString).collect(Collectors.joining(", ")));
    }

    /** {@return the name used in configuration files, such as {@code unique-local}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

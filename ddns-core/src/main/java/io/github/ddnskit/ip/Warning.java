package io.github.ddnskit.ip;

import java.util.Locale;

/**
 * Something about the network that its owner should know, and the evidence for it. Immutable and thread-safe.
 *
 * @param kind what it is
 * @param evidence what was seen, in words; holds no secret
 */
public record Warning(Kind kind, String evidence) {

    /** What can be odd about a network. */
    public enum Kind {
        /** The router has an address of its carrier's NAT (RFC 6598): nobody outside can connect to the device over IPv4. */
        CGNAT,
        /** The router has a private address: there is another router before it, and connections from outside end there. */
        DOUBLE_NAT,
        /** IPv4 is carried over IPv6 and shared with other customers (DS-Lite, RFC 6333; 464XLAT, RFC 6877). */
        SHARED_IPV4,
        /** The Internet sees another address than the router or the device itself has: traffic takes a detour. */
        VPN_SUSPECTED,
        /** IPv6 addresses were made from IPv4 ones (RFC 6052): the network translates between the families. */
        NAT64,
        /** The device is seen with a temporary address (RFC 8981), which is gone tomorrow. */
        TEMPORARY_ADDRESS,
        /** An address looks global, but belongs to a network that is closed towards the Internet. */
        CLOSED_NETWORK,
        /** Sources on the Internet see different addresses. */
        SOURCES_DISAGREE,
        /** Something answered in the name of the Internet, such as the login page of a hotel. */
        CAPTIVE_PORTAL;

        /** {@return the name used in configuration files, such as {@code double-nat}} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** {@return the kind, and the evidence} */
    @Override
    public String toString() {
        return kind + ": " + evidence;
    }
}

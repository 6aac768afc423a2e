package io.github.ddnskit;

import java.net.Inet4Address;
import java.net.InetAddress;

/** An Internet Protocol version, and so the type of the record that carries its addresses. */
public enum AddressFamily {
    /** IPv4, published in {@code A} records (RFC 1035 section 3.4.1). */
    IPV4("ipv4", "A"),
    /** IPv6, published in {@code AAAA} records (RFC 3596 section 2.1). */
    IPV6("ipv6", "AAAA");

    private final String text;
    private final String recordType;

    AddressFamily(String text, String recordType) {
        this.text = text;
        this.recordType = recordType;
    }

    /**
     * The family of an address. The JDK turns IPv4-mapped IPv6 addresses into IPv4 ones, so there is no third case.
     *
     * @param address any address
     * @return its family
     */
    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /**
     * Reads the name used in configuration and state files.
     *
     * @param text {@code ipv4} or {@code ipv6}
     * @return the family
     * @throws IllegalArgumentException if it is neither
     */
    public static AddressFamily parse(String text) {
        for (AddressFamily family : values()) {
            if (family.text.equals(text)) {
                return family;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not an address family: write ipv4 or ipv6");
    }

    /**
     * The type of the DNS record that carries an address of this family.
     *
     * @return {@code A} or {@code AAAA}
     */
    public String recordType() {
        return recordType;
    }

    /** {@return the name used in configuration and state files, {@code ipv4} or {@code ipv6}} */
    @Override
    public String toString() {
        return text;
    }
}

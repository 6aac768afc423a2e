package io.github.ddnskit.ip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of an IPv6 address that stays when the provider gives another prefix: an interface identifier (RFC 4291
 * section 2.5.1), and before it perhaps the number of a subnet. Immutable and thread-safe.
 */
public final class InterfaceIdentifier {

    private static final int BITS = 128;
    private static final Pattern EUI64 = Pattern.compile("eui64 of (.*)");
    private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(\\1[0-9A-Fa-f]{2}){4}");

    /** Sixteen bytes, of which those of the prefix are 0. */
    private final byte[] bytes;

    private InterfaceIdentifier(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads an identifier.
     *
     * @param text an IPv6 address whose first bits are 0, such as {@code ::1:2:3:4}; or a hardware address, such as
     *     {@code eui64 of 00:11:22:33:44:55}
     * @return the identifier
     * @throws IllegalArgumentException if it is neither, or it is {@code ::}, which means the router of a subnet
     */
    public static InterfaceIdentifier parse(String text) {
        Matcher eui64 = EUI64.matcher(text);
        if (eui64.matches()) {
            return eui64(eui64.group(1));
        }
        if (text.indexOf(':') < 0 || !(IpLiteral.parse(text) instanceof Inet6Address identifier)) {
            throw new IllegalArgumentException("\"" + text.replaceAll("\\p{Cntrl}", "?")
                    + "\" is not an identifier: write one such as ::1:2:3:4 or \"eui64 of 00:11:22:33:44:55\"");
        }
        byte[] bytes = identifier.getAddress();
        if (prefixBitsOfZero(bytes) == BITS) {
            throw new IllegalArgumentException(":: behind a prefix is the address of a router (RFC 4291 section 2.6.1):"
                    + " write the identifier of a device, such as ::1");
        }
        return new InterfaceIdentifier(bytes);
    }

    /**
     * The identifier that many devices make from their hardware address (RFC 4291 appendix A).
     *
     * @param mac a 48-bit hardware address, such as {@code 00:11:22:33:44:55} or {@code 00-11-22-33-44-55}
     * @return the identifier
     * @throws IllegalArgumentException if it is anything else
     */
    public static InterfaceIdentifier eui64(String mac) {
        if (!MAC.matcher(mac).matches()) {
            throw new IllegalArgumentException("\"" + mac.replaceAll("\\p{Cntrl}", "?")
                    + "\" is not a hardware address: write one such as 00:11:22:33:44:55");
        }
        byte[] six = HexFormat.of().parseHex(mac.replaceAll("[:-]", ""));
        byte[] bytes = new byte[BITS / 8];
        System.arraycopy(six, 0, bytes, 8, 3);
        System.arraycopy(six, 3, bytes, 13, 3);
        bytes[8] ^= 0x02; // an identifier says the other way round whether it is unique in the world
        bytes[11] = (byte) 0xff;
        bytes[12] = (byte) 0xfe;
        return new InterfaceIdentifier(bytes);
    }

    /**
     * The address with this identifier behind the prefix of another one.
     *
     * @param address any IPv6 address in the network
     * @param prefixLength how many of its first bits are the prefix, 0 to {@link #longestPrefix()}
     * @return the address
     * @throws IllegalArgumentException if the address is not IPv6, or the prefix would cover bits of the identifier
     */
    public InetAddress behind(InetAddress address, int prefixLength) {
        if (!(address instanceof Inet6Address)) {
            throw new IllegalArgumentException(
                    IpLiteral.format(address) + " is not an IPv6 address and has no interface identifier");
        }
        requireRoomBehind(prefixLength);
        byte[] composed = address.getAddress();
        for (int i = 0; i < composed.length; i++) {
            int ofPrefix = Math.max(0, Math.min(8, prefixLength - 8 * i));
            int mask = (0xff00 >> ofPrefix) & 0xff;
            composed[i] = (byte) ((composed[i] & mask) | bytes[i]);
        }
        try {
            return InetAddress.getByAddress(composed);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    /** {@return how long a prefix before it may be: the number of its first bits that are 0} */
    public int longestPrefix() {
        return prefixBitsOfZero(bytes);
    }

    void requireRoomBehind(int prefixLength) {
        if (prefixLength < 0 || prefixLength > longestPrefix()) {
            throw new IllegalArgumentException("a prefix of " + prefixLength + " bits leaves no room for " + this
                    + ": it may have 0 to " + longestPrefix());
        }
    }

    /** {@return such as {@code ::1:2:3:4}} */
    @Override
    public String toString() {
        try {
            return IpLiteral.format(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InterfaceIdentifier identifier && Arrays.equals(bytes, identifier.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    private static int prefixBitsOfZero(byte[] bytes) {
        int zeros = 0;
        while (zeros < BITS && (bytes[zeros / 8] & (0x80 >> (zeros % 8))) == 0) {
            zeros++;
        }
        return zeros;
    }
}

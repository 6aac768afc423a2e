package io.github.ddnskit.ip;

import java.net.InetAddress;

/**
 * A range of addresses that share their first bits. Immutable and thread-safe.
 *
 * @param address the first address of the range
 * @param length how many bits are shared, 0 to 32 or 0 to 128
 */
public record Prefix(InetAddress address, int length) {

    /**
     * Checks the components.
     *
     * @param address the first address of the range
     * @param length how many bits are shared, 0 to 32 or 0 to 128
     * @throws IllegalArgumentException if the length is out of range, or bits after it are set
     */
    public Prefix {
        byte[] bytes = address.getAddress();
        if (length < 0 || length > bytes.length * 8) {
            throw new IllegalArgumentException("a prefix of " + IpLiteral.format(address) + " has 0 to "
                    + bytes.length * 8 + " bits, not " + length);
        }
        for (int bit = length; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] & (0x80 >> bit % 8)) != 0) {
                throw new IllegalArgumentException(
                        IpLiteral.format(address) + "/" + length + " has bits set behind its length");
            }
        }
    }

    /**
     * Reads a prefix.
     *
     * @param text such as {@code 192.0.2.0/24}
     * @return the prefix
     * @throws IllegalArgumentException if it is anything else
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a prefix: write one such as 192.0.2.0/24");
        }
        return new Prefix(IpLiteral.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /**
     * Whether an address lies in the range.
     *
     * @param other any address
     * @return true if it is of the same family and shares the bits
     */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < length / 8; i++) {
            if (mine[i] != theirs[i]) {
                return false;
            }
        }
        int rest = length % 8;
        return rest == 0 || ((mine[length / 8] ^ theirs[length / 8]) & (0xff00 >> rest) & 0xff) == 0;
    }

    /** {@return such as {@code 192.0.2.0/24}} */
    @Override
    public String toString() {
        return IpLiteral.format(address) + "/" + length;
    }
}

package io.github.ddnskit.ip;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.StringJoiner;

/**
 * Reads and writes address literals. Never asks DNS, unlike {@link InetAddress#getByName}. Stateless.
 *
 * <p>IPv4 is four decimal numbers without leading zeros; IPv6 is what RFC 4291 section 2.2 allows, without a zone
 * ({@code %eth0}), which means something on one machine only.
 */
public final class IpLiteral {

    private static final int GROUPS = 8;

    private IpLiteral() {}

    /**
     * Reads a literal.
     *
     * @param text such as {@code 192.0.2.1} or {@code 2001:db8::1}; nothing may stand around it
     * @return the address
     * @throws IllegalArgumentException if it is anything else, or an IPv4-mapped IPv6 address; the message quotes it
     */
    public static InetAddress parse(String text) {
        byte[] bytes = text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text, text);
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            if (bytes.length == 16 && address instanceof Inet4Address) {
                throw bad(text, "it is IPv4-mapped: write " + address.getHostAddress());
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /**
     * Writes an address in its canonical form (RFC 5952 section 4 for IPv6), without a zone.
     *
     * @param address any address
     * @return its literal
     */
    public static String format(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int[] run = longestZeroRun(groups);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == run[0]) {
                text.append("::");
                i += run[1] - 1;
            } else {
                if (i > 0 && i != run[0] + run[1]) {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /**
     * Writes addresses in their canonical form, for people.
     *
     * @param addresses any addresses
     * @return their literals, separated by a comma and a blank, in the order given
     */
    public static String format(Collection<? extends InetAddress> addresses) {
        StringJoiner text = new StringJoiner(", ");
        addresses.forEach(address -> text.add(format(address)));
        return text.toString();
    }

    private static byte[] ipv4(String part, String text) {
        byte[] bytes = new byte[4];
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int dot = part.indexOf('.', start);
            if (i < 3 ? dot < 0 : dot >= 0) {
                throw bad(text, "write four decimal numbers such as 192.0.2.1, or IPv6 such as 2001:db8::1");
            }
            String digits = part.substring(start, i < 3 ? dot : part.length());
            bytes[i] = (byte) number(digits, 10, 255, 3, text);
            if (digits.length() > 1 && digits.startsWith("0")) {
                throw bad(text, "leading zeros are ambiguous: some programs read them as octal");
            }
            start = dot + 1;
        }
        return bytes;
    }

    private static byte[] ipv6(String text) {
        if (text.indexOf('%') >= 0) {
            throw bad(text, "a zone (what follows %) means something on one machine only: leave it out");
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw bad(text, "\"::\" may stand in it once");
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0, text);
        byte[] tail = groups(gap < 0 ? "" : text.substring(gap + 2), true, text);
        int missing = 16 - head.length - tail.length;
        if (gap < 0 ? missing != 0 : missing < 2) {
            throw bad(text, "it does not have eight groups");
        }
        byte[] bytes = new byte[16];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    private static byte[] groups(String part, boolean mayEndInIpv4, String text) {
        if (part.isEmpty()) {
            return new byte[0];
        }
        String[] groups = part.split(":", -1);
        if (groups.length > GROUPS) {
            throw bad(text, "it has more than eight groups");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16);
        for (int i = 0; i < groups.length; i++) {
            if (mayEndInIpv4 && i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                bytes.writeBytes(ipv4(groups[i], text));
            } else {
                int group = number(groups[i], 16, 0xffff, 4, text);
                bytes.write(group >> 8);
                bytes.write(group);
            }
        }
        return bytes.toByteArray();
    }

    private static int number(String digits, int radix, int max, int maxDigits, String text) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0 || i >= maxDigits) {
                throw bad(text, "\"" + digits + "\" is not a number it may hold");
            }
            value = value * radix + digit;
        }
        if (digits.isEmpty() || value > max) {
            throw bad(text, digits.isEmpty() ? "a number is missing" : digits + " is more than " + max);
        }
        return value;
    }

    /** The first of the longest runs of at least two zero groups: where it starts and how long it is; -1, 0 if none. */
    private static int[] longestZeroRun(int[] groups) {
        int[] best = {-1, 0};
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > 1 && length > best[1]) {
                best = new int[] {i, length};
            }
            i += length;
        }
        return best;
    }

    private static IllegalArgumentException bad(String text, String why) {
        String quoted = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return new IllegalArgumentException(
                "\"" + quoted.replaceAll("\\p{Cntrl}", "?") + "\" is not an IP address: " + why);
    }
}

package io.github.ddnskit.route53;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A resource record set as Route 53 lists it. Its values stand exactly as they were received, because a DELETE must
 * repeat them.
 *
 * @param name lower-case, without trailing dot and escapes
 * @param type such as {@code AAAA}
 * @param ttl in seconds; 0 for a set that has none, such as an alias
 * @param values its values, none for an alias
 * @param routing what makes it more than plain records, such as {@code weighted}; empty for plain records
 */
record RecordSet(String name, String type, long ttl, List<String> values, String routing) {

    private static final int ESCAPE_LENGTH = 4;

    RecordSet {
        values = List.copyOf(values);
    }

    static RecordSet of(String name, String type, long ttl, List<String> values) {
        return new RecordSet(name, type, ttl, values, "");
    }

    boolean isPlain() {
        return routing.isEmpty();
    }

    /** The addresses it holds, or nothing if a value is no address of the family. */
    Optional<Set<InetAddress>> addresses(AddressFamily family) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (String value : values) {
            try {
                InetAddress address = IpLiteral.parse(value.strip());
                if (AddressFamily.of(address) != family) {
                    return Optional.empty();
                }
                addresses.add(address);
            } catch (IllegalArgumentException notAnAddress) {
                return Optional.empty();
            }
        }
        return Optional.of(addresses);
    }

    /** What its values count for against the limit of a request. */
    int characters() {
        return values.stream().mapToInt(String::length).sum();
    }

    /** Takes off the trailing dot and the octal escapes, such as {@code \052} for an asterisk. */
    static String plainName(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean escaped = name.charAt(i) == '\\'
                    && i + ESCAPE_LENGTH <= name.length()
                    && name.substring(i + 1, i + ESCAPE_LENGTH).chars().allMatch(c -> c >= '0' && c <= '7');
            if (escaped) {
                plain.append((char) Integer.parseInt(name.substring(i + 1, i + ESCAPE_LENGTH), 8));
                i += ESCAPE_LENGTH - 1;
            } else {
                plain.append(name.charAt(i));
            }
        }
        if (plain.length() > 0 && plain.charAt(plain.length() - 1) == '.') {
            plain.setLength(plain.length() - 1);
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}

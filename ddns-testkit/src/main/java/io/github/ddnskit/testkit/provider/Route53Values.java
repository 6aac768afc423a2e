package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which values Route 53 takes for the types that an updater writes. */
final class Route53Values {

    private static final Pattern MX = Pattern.compile("[0-9]{1,5} [A-Za-z0-9._-]+");
    private static final Pattern TXT = Pattern.compile("(\"([^\"\\\\]|\\\\.){0,255}\"( |$))+");

    private Route53Values() {}

    static List<String> troubles(Route53Set set) {
        return set.values().stream()
                .flatMap(value -> trouble(set.type(), value).stream())
                .toList();
    }

    private static Optional<String> trouble(String type, String value) {
        boolean right = switch (type) {
            case "A" -> isAddress(value, AddressFamily.IPV4);
            case "AAAA" -> isAddress(value, AddressFamily.IPV6);
            case "MX" -> MX.matcher(value).matches();
            case "TXT" -> TXT.matcher(value).matches();
            default -> true;
        };
        return Stream.of(value)
                .filter(one -> !right)
                .map(one -> "Invalid Resource Record: FATAL problem: " + type + "RRDATAIllegal (Value is not valid)"
                        + " encountered with '" + one + "'")
                .findFirst();
    }

    private static boolean isAddress(String value, AddressFamily family) {
        try {
            return AddressFamily.of(IpLiteral.parse(value)) == family;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}

package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a service is told addresses of both families. */
public enum FamilyStyle {
    /** One request, both addresses in one parameter with a comma between them. */
    LIST,
    /** One request, a parameter for each family. */
    SEPARATE,
    /** A request for each family. */
    EACH,
    /** IPv4 only. */
    IPV4,
    /** IPv6 only. */
    IPV6;

    static FamilyStyle parse(String text) {
        return Arrays.stream(values())
                .filter(style -> style.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is not a family style: write list, separate, each, ipv4 or ipv6"));
    }

    /** {@return the families that the service publishes} */
    public Set<AddressFamily> families() {
        return switch (this) {
            case LIST, SEPARATE, EACH -> EnumSet.allOf(AddressFamily.class);
            case IPV4 -> EnumSet.of(AddressFamily.IPV4);
            case IPV6 -> EnumSet.of(AddressFamily.IPV6);
        };
    }

    /** {@return how it is written in JSON, such as {@code list}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

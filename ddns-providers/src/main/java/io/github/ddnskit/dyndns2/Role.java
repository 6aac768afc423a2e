package io.github.ddnskit.dyndns2;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a parameter, path segment or header of a request stands for. In JSON it is written in braces: {@code {host}}. */
public enum Role {
    /** The name, or several with commas where the service takes a batch. */
    HOST,
    /** The name below the service's own domain or the user's zone: {@code home} of {@code home.duckdns.org}. */
    LABEL,
    /** The user's zone, which the user has to name. */
    ZONE,
    /** The number or word by which the service knows the record, which the user has to copy from there. */
    ID,
    /** The address; both with a comma between them where the style is a list. */
    IP,
    /** The IPv4 address. */
    IPV4,
    /** The IPv6 address. */
    IPV6,
    /** The user name. */
    USERNAME,
    /** The password. */
    PASSWORD,
    /** The token or key. */
    TOKEN,
    /** {@code ON} where a wildcard is wanted, left out otherwise. */
    WILDCARD,
    /** The mail exchanger where one is wanted, left out otherwise. */
    MX,
    /** {@code NO} where a mail exchanger is wanted, left out otherwise: it is not a backup of the host itself. */
    BACKMX,
    /** The time to live in seconds where one is wanted, left out otherwise. */
    TTL;

    private final String text = name().toLowerCase(Locale.ROOT);

    static Role parse(String text) {
        return Arrays.stream(values())
                .filter(role -> role.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("{" + text + "} is not known; write one of "
                        + Arrays.stream(values()).map(Role::toString).collect(Collectors.joining(", "))
                        + ", or a text without braces"));
    }

    /** {@return whether it is a secret of the user} */
    boolean isSecret() {
        return this == USERNAME || this == PASSWORD || this == TOKEN;
    }

    /** {@return how it is written in JSON, such as {@code {host}}} */
    @Override
    public String toString() {
        return "{" + text + "}";
    }
}

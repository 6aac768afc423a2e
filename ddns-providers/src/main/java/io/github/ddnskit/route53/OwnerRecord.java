package io.github.ddnskit.route53;

import io.github.ddnskit.Hostname;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The TXT record that says whose a name is, at a name of its own so that it never mixes with the user's own TXT records.
 *
 * @param owner who publishes the name
 */
record OwnerRecord(String owner) {

    static final String TYPE = "TXT";

    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String PREFIX = "_ddnskit-owner.";
    private static final String WILDCARD_PREFIX = "_ddnskit-owner-wildcard.";

    OwnerRecord {
        if (!OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException(
                    "an owner is up to 64 letters, digits, dots, hyphens and underscores, not \"" + owner + "\"");
        }
    }

    /** Where it stands for a host. */
    static String name(Hostname host) {
        return host.isWildcard() ? WILDCARD_PREFIX + host.ascii().substring(2) : PREFIX + host;
    }

    String value() {
        return "\"ddnskit owner=" + owner + "\"";
    }

    boolean matches(RecordSet records) {
        return records.isPlain() && records.values().equals(List.of(value()));
    }
}

package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Turns our names into dnsjava's and back. */
final class Names {

    private Names() {}

    static Name of(Hostname hostname) {
        try {
            return Name.fromString(hostname.ascii(), Name.root);
        } catch (TextParseException e) {
            throw new IllegalStateException("every host name is a domain name", e);
        }
    }

    static String text(Name name) {
        return name.toString(true);
    }
}

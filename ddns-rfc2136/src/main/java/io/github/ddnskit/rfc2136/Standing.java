package io.github.ddnskit.rfc2136;

import java.util.Locale;

/** What a name server is to a name, by the way in which it answers. */
public enum Standing {
    /** It has authority for the name (the AA bit of RFC 1035 section 4.1.1). */
    AUTHORITATIVE,
    /** It serves a zone above the name, and says that the name lies in a part that others serve. */
    DELEGATED,
    /** It answers, and has no authority: it does not serve the zone, although somebody says that it does. */
    LAME,
    /** It answers with an error, such as SERVFAIL. */
    FAILING,
    /** It gives no answer, or nothing listens there. */
    SILENT,
    /** There is no way to its address from here, such as to an IPv6 address out of a network without IPv6. */
    NO_ROUTE,
    /** Its name has no address. */
    UNRESOLVED;

    /** {@return whether its words about the name count} */
    public boolean counts() {
        return this == AUTHORITATIVE;
    }

    /** {@return the name used in tables and JSON, such as {@code no-route}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

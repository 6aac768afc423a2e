package io.github.ddnskit.state;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;

/**
 * The addresses of one family at one name: what state is kept for.
 *
 * @param host the name
 * @param family the family
 */
public record RecordKey(Hostname host, AddressFamily family) {

    // By hand: a client may have a hundred thousand of these in its maps, and what a record gets by itself is slow to
    // begin with.

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof RecordKey that && family == that.family && host.equals(that.host));
    }

    @Override
    public int hashCode() {
        return 2 * host.hashCode() + (family == AddressFamily.IPV4 ? 0 : 1);
    }

    /** {@return such as {@code home.example.org A}} */
    @Override
    public String toString() {
        return host + " " + family.recordType();
    }
}

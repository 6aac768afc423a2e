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

    /** {@return such as {@code home.example.org A}} */
    @Override
    public String toString() {
        return host + " " + family.recordType();
    }
}

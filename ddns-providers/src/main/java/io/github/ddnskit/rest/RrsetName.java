package io.github.ddnskit.rest;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;

/**
 * Names an RRset of addresses.
 *
 * @param zone the zone it lies in
 * @param owner the name that has it, perhaps a wildcard
 * @param family which of the two it is
 */
record RrsetName(Zone zone, Hostname owner, AddressFamily family) {

    /** In place of a name for the apex: names are not relative to the zone at all. */
    static final String FULL = ".";

    /** {@code A} or {@code AAAA}. */
    String type() {
        return family.recordType();
    }

    /** The owner relative to the zone, such as {@code home}, or what the API writes for the apex. */
    String relative(String apex) {
        if (apex.equals(FULL)) {
            return owner.ascii();
        }
        if (owner.equals(zone.name())) {
            return apex;
        }
        String full = owner.ascii();
        return full.substring(0, full.length() - zone.name().ascii().length() - 1);
    }

    @Override
    public String toString() {
        return owner + " " + type();
    }
}

package io.github.ddnskit.spi;

import io.github.ddnskit.AddressFamily;

/**
 * What DNS shows for a name. Immutable and thread-safe.
 *
 * @param ipv4 the A records: found, absent (the answer was that there are none), or unknown
 * @param ipv6 the AAAA records, likewise
 */
public record ObservedRecords(Observation ipv4, Observation ipv6) {

    /**
     * What was observed for one family.
     *
     * @param family the family
     * @return its records
     */
    public Observation of(AddressFamily family) {
        return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }
}

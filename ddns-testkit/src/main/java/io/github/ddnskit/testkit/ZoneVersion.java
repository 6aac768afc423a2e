package io.github.ddnskit.testkit;

import java.time.Instant;
import java.util.List;

/**
 * What a name had from one serial of its zone until the next. Immutable and thread-safe.
 *
 * @param serial the serial of the zone, from 0 to 2<sup>32</sup> - 1
 * @param since when the zone became so, by the clock of the server
 * @param records lines as those of {@link FakeAuthoritativeServer#records}; none if the name had nothing
 */
public record ZoneVersion(long serial, Instant since, List<String> records) {

    /**
     * Copies the records.
     *
     * @param serial the serial of the zone, from 0 to 2<sup>32</sup> - 1
     * @param since when the zone became so, by the clock of the server
     * @param records lines as those of {@link FakeAuthoritativeServer#records}; none if the name had nothing
     */
    public ZoneVersion {
        records = List.copyOf(records);
    }
}

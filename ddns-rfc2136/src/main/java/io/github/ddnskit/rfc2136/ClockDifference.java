package io.github.ddnskit.rfc2136;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the clock of a name server and ours are apart, as an authenticated BADTIME error says (RFC 8945 section 5.2.3).
 *
 * @param server what its clock said, in whole seconds
 * @param ours what ours said when that arrived
 */
public record ClockDifference(Instant server, Instant ours) {

    /** {@return what to add to our clock to get the server's: negative if ours is ahead} */
    public Duration offset() {
        return Duration.between(ours, server);
    }
}

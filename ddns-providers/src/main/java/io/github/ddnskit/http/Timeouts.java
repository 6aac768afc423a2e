package io.github.ddnskit.http;

import java.time.Duration;
import java.util.List;

/**
 * How long each part of a call may take.
 *
 * @param connect to connect, TLS included
 * @param read to wait for the next byte
 * @param call for all of it
 */
record Timeouts(Duration connect, Duration read, Duration call) {

    static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(30));

    Timeouts {
        for (Duration timeout : List.of(connect, read, call)) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a timeout must be positive: " + timeout);
            }
        }
    }
}

package io.github.ddnskit.doctor;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/** Writes values so that people of any language can read them. */
final class Phrases {

    private static final long SECONDS_OF_MINUTE = 60;
    private static final long SECONDS_OF_HOUR = 3600;
    private static final long SECONDS_OF_DAY = 86_400;

    private Phrases() {}

    static String of(Collection<? extends InetAddress> addresses) {
        return addresses.isEmpty() ? "-" : IpLiteral.format(addresses);
    }

    /** In the largest unit of which there are at least two, rounded down. */
    static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds >= 2 * SECONDS_OF_DAY) {
            return seconds / SECONDS_OF_DAY + " d";
        }
        if (seconds >= 2 * SECONDS_OF_HOUR) {
            return seconds / SECONDS_OF_HOUR + " h";
        }
        return seconds >= 2 * SECONDS_OF_MINUTE ? seconds / SECONDS_OF_MINUTE + " min" : seconds + " s";
    }

    static String of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

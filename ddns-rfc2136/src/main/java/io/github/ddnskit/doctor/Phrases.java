package io.github.ddnskit.doctor;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** Writes values so that people of any language can read them, and puts them into sentences. */
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

    /** Puts values in the place of {@code {0}}, {@code {1}} and so on; there are ten at most. */
    static String fill(String pattern, List<String> values) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            if (pattern.charAt(at) == '{') {
                text.append(values.get(pattern.charAt(at + 1) - '0'));
                at += 2;
            } else {
                text.append(pattern.charAt(at));
            }
        }
        return text.toString();
    }
}

package io.github.ddnskit.examples.client;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as other programs write them: a number of seconds, or one with a unit such as {@code 5m}. */
final class ForeignTimes {

    private static final Pattern TIME =
            Pattern.compile("([0-9]{1,9})\\s*(|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)");

    private ForeignTimes() {}

    /** The time, or none if it is zero or not a time. */
    static Optional<Duration> parse(String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(time.group(1));
        Duration duration =
                switch (time.group(2).isEmpty() ? 's' : time.group(2).charAt(0)) {
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    case 'd' -> Duration.ofDays(number);
                    default -> Duration.ofSeconds(number);
                };
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }
}

package io.github.ddnskit.replicas;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What BIND's log says about who published what. */
final class UpdateLog {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("dd-MMM-yyyy HH:mm:ss.SSS")
            .toFormatter(Locale.ROOT);

    private static final Pattern ADDED = Pattern.compile(
            "^(\\S+ \\S+) client .*/key replica-(\\d+): updating zone '[^']*': adding an RR at '([^']*)' A (\\S+)$",
            Pattern.MULTILINE);

    private UpdateLog() {}

    /**
     * An address that was published.
     *
     * @param at when
     * @param replica by which replica
     * @param host the name
     * @param address the address
     */
    record Entry(Instant at, int replica, String host, String address) {}

    static List<Entry> read(String log) {
        return ADDED.matcher(log)
                .results()
                .map(found -> new Entry(
                        LocalDateTime.parse(found.group(1), TIME)
                                .atZone(ZoneId.systemDefault())
                                .toInstant(),
                        Integer.parseInt(found.group(2)),
                        found.group(3),
                        found.group(4)))
                .toList();
    }
}

package io.github.ddnskit.http;

import java.nio.charset.Charset;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A reply to an {@link HttpCall}, read to its end. Immutable and thread-safe.
 *
 * <p>Its text is the provider's, and may repeat what was sent: show a code that is known, never the text itself.
 */
public final class HttpReply {

    private static final Duration LONGEST_WAIT = Duration.ofDays(366);

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Charset charset;

    /** Takes the header names in lower case. */
    HttpReply(int status, Map<String, List<String>> headers, byte[] body, Charset charset) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.charset = charset;
    }

    /** {@return the status code (RFC 9110 section 15)} */
    public int status() {
        return status;
    }

    /** {@return whether the status is 2xx} */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** {@return the body in the charset of its Content-Type, or else that of the call; malformed bytes become U+FFFD} */
    public String text() {
        return new String(body, charset);
    }

    /** {@return a copy of the body} */
    public byte[] bytes() {
        return body.clone();
    }

    /**
     * The first field of a name.
     *
     * @param name the name, in any case
     * @return its value, if there is one
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /**
     * When the server wants to be asked again (RFC 9110 section 10.2.3), in either form of the field.
     *
     * @param clock the time from which seconds count
     * @return the instant, at most a year away, if there is one that can be understood
     */
    public Optional<Instant> retryAfter(Clock clock) {
        return header("Retry-After").map(String::strip).flatMap(value -> instant(value, clock.instant()));
    }

    private static Optional<Instant> instant(String value, Instant now) {
        Instant latest = now.plus(LONGEST_WAIT);
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // more digits than a year of seconds has
            long seconds = value.length() > 9 ? LONGEST_WAIT.toSeconds() : Long.parseLong(value);
            return Optional.of(earlier(now.plusSeconds(seconds), latest));
        }
        try {
            return Optional.of(earlier(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from), latest));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** {@return the status and the size of the body} */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}

package io.github.ddnskit.echo.internal;

import io.github.ddnskit.http.HttpReply;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a service that turned a question away is left alone. Stateless and thread-safe. */
public final class Waits {

    private static final Duration TOO_MANY = Duration.ofMinutes(10);
    private static final Duration FORBIDDEN = Duration.ofHours(1);

    private Waits() {}

    /**
     * What a reply demands.
     *
     * @param reply any reply
     * @param clock the time from which a date counts
     * @return the wait that it names (RFC 9110 section 10.2.3); or else 10 minutes after 429 and 1 hour after 403; or null
     */
    public static @Nullable Duration after(HttpReply reply, Clock clock) {
        Duration otherwise = switch (reply.status()) {
            case 429 -> TOO_MANY;
            case 403 -> FORBIDDEN;
            default -> null;
        };
        Duration named = reply.retryAfter(clock)
                .map(until -> Duration.between(clock.instant(), until))
                .orElse(null);
        return named == null || named.isNegative() ? otherwise : named;
    }
}

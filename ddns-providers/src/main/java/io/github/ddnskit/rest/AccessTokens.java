package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Access tokens from a server of tokens (RFC 6749 section 5), each used until shortly before it expires. Thread-safe. */
final class AccessTokens {

    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final int MOST_SECONDS = 86_400;

    private final Request request;
    private @Nullable Secret token;
    private Instant expires = Instant.MIN;

    /** Makes the request for a token. */
    interface Request {
        HttpCall at(Instant now) throws ApiException;
    }

    AccessTokens(Request request) {
        this.request = request;
    }

    synchronized Secret get(RestClient client) throws ApiException, InterruptedException {
        Clock clock = client.clock();
        Secret known = token;
        if (known != null && clock.instant().isBefore(expires.minus(MARGIN))) {
            return known;
        }
        HttpReply reply = client.exchange(request.at(clock.instant()));
        JsonNode body = Json.parse(reply.text());
        if (!reply.isSuccess()) {
            throw new ApiException(failure(reply, body, clock));
        }
        Secret fresh = Secret.of(Json.text(body, "access_token"));
        Long seconds = Json.number(body, "expires_in");
        long lasts = seconds == null ? MARGIN.toSeconds() : Math.max(0, Math.min(seconds, MOST_SECONDS));
        expires = clock.instant().plusSeconds(lasts);
        token = fresh;
        return fresh;
    }

    /** Drops a token that was refused. */
    synchronized void forget() {
        token = null;
    }

    private static Outcome.Failed failure(HttpReply reply, JsonNode body, Clock clock) {
        return switch (body.path("error").asText()) {
            case "invalid_client", "invalid_grant", "unauthorized_client", "invalid_scope" ->
                Outcome.failed(
                                FailureReason.BAD_CREDENTIALS,
                                Retry.never(),
                                "no access token is given for these credentials: "
                                        + body.path("error").asText())
                        .accountWide();
            default -> HttpFailures.of(reply, clock);
        };
    }
}

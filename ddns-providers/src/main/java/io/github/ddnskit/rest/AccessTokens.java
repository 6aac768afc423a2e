package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access tokens from a server of tokens (RFC 6749 section 5), each used until shortly before it expires. Thread-safe. */
final class AccessTokens {

    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final int MOST_SECONDS = 86_400;

    /** In place of a request where the user gives the tokens. */
    private static final Request NONE = now -> {
        throw new IllegalStateException("the user gives the tokens");
    };

    private final Request request;
    private @Nullable Secret token;
    private Instant expires;

    /** Makes the request for a token. */
    interface Request {
        HttpCall at(Instant now) throws ApiException;
    }

    private AccessTokens(Request request, @Nullable Secret token, Instant expires) {
        this.request = request;
        this.token = token;
        this.expires = expires;
    }

    /** Tokens that are asked for when they are needed. */
    static AccessTokens from(Request request) {
        return new AccessTokens(request, null, Instant.MIN);
    }

    /** Tokens that the user gets from elsewhere. */
    static AccessTokens given(Secret token) {
        return new AccessTokens(NONE, token, Instant.MAX);
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

    /** What it means if a token was refused that was asked for here; it is not used again. */
    synchronized Optional<Outcome.Failed> refused(HttpReply reply) {
        if (reply.status() != 401 || request == NONE) {
            return Optional.empty();
        }
        token = null;
        return Optional.of(RestClient.failed(
                FailureReason.BAD_CREDENTIALS, "the access token was refused; a new one is asked for"));
    }

    private static Outcome.Failed failure(HttpReply reply, JsonNode body, Clock clock) {
        return switch (body.path("error").asText()) {
            case "invalid_client", "invalid_grant", "unauthorized_client", "invalid_scope" ->
                RestClient.never(
                                FailureReason.BAD_CREDENTIALS,
                                "no access token is given for these credentials: "
                                        + body.path("error").asText())
                        .accountWide();
            default -> HttpFailures.of(reply, clock);
        };
    }
}

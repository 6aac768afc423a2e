package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Sends requests to an API that speaks JSON. Thread-safe. */
abstract class RestClient implements AutoCloseable {

    private static final int MAX_PAGES = 1000;
    private static final int NOT_FOUND = 404;
    private static final Duration LONGEST_WAIT = Duration.ofDays(366);

    private final HttpEngine http;
    private final boolean ownsHttp;
    private final Clock clock;
    private final String endpoint;
    private final boolean plainHttpAllowed;
    private final String type;
    private final Login login;
    private final AccessTokens tokens;

    RestClient(RestBuilder<?, ?> builder) {
        if (builder.endpoint.isEmpty()) {
            throw new IllegalArgumentException("give the endpoint: the URL of the server");
        }
        boolean tls = "https".equalsIgnoreCase(URI.create(builder.endpoint).getScheme());
        if (!tls && !builder.plainHttpAllowed) {
            throw new IllegalArgumentException(
                    "the credentials travel over https only: change the URL, or permit plain http");
        }
        HttpCall.get(builder.endpoint); // refuses what is not a URL
        endpoint = builder.endpoint;
        plainHttpAllowed = builder.plainHttpAllowed;
        type = builder.type;
        login = builder.login();
        tokens = builder.tokens();
        clock = builder.clock;
        ownsHttp = builder.http == null;
        http = builder.http == null ? HttpEngine.create() : builder.http;
    }

    /** {@return the type of the updater with its place and account} */
    public final UpdaterIdentity identity() {
        return new UpdaterIdentity(type + ":" + place(), login.account(), login.secrets());
    }

    /** Where the updater publishes. */
    String place() {
        return authority();
    }

    /**
     * Adds the credentials: a bearer token by default.
     *
     * @throws IllegalStateException if a secret cannot be read
     */
    void authorize(HttpCall.Builder http, RestCall call) throws ApiException, InterruptedException {
        http.bearer(tokens.get(this));
    }

    /** Whether the API says that it did as asked. */
    boolean isSuccess(HttpReply reply, JsonNode body) {
        return reply.isSuccess();
    }

    /** What a reply means that is not a success. Its detail must show no text of the reply, only codes that are known. */
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        return tokens.refused(reply).orElseGet(() -> HttpFailures.of(reply, clock));
    }

    /** The same failure, lasting until the Unix time in a header of the reply if that is where a wait is told. */
    final Outcome.Failed until(Outcome.Failed failed, HttpReply reply, String header) {
        Optional<String> reset = reply.header(header).filter(text -> text.matches("[0-9]{1,10}"));
        boolean waits = failed.reason() == FailureReason.RATE_LIMITED && failed.retry() instanceof Retry.Backoff;
        if (reset.isEmpty() || !waits) {
            return failed;
        }
        Instant instant = Instant.ofEpochSecond(Long.parseLong(reset.get()));
        boolean plausible = instant.isAfter(clock.instant())
                && instant.isBefore(clock.instant().plus(LONGEST_WAIT));
        return plausible
                ? Outcome.failed(failed.reason(), Retry.notBefore(instant), failed.detail())
                        .accountWide()
                : failed;
    }

    final String endpoint() {
        return endpoint;
    }

    final Login login() {
        return login;
    }

    final Clock clock() {
        return clock;
    }

    /** The host of the endpoint, with its port if there is one. */
    final String authority() {
        return URI.create(endpoint).getAuthority();
    }

    /** Sends a request that must succeed; an answer without JSON is a missing node. */
    final JsonNode send(RestCall call) throws ApiException, InterruptedException {
        return checked(exchange(call));
    }

    /** Asks for something that may not be there: HTTP 404. */
    final Optional<JsonNode> find(RestCall call) throws ApiException, InterruptedException {
        HttpReply reply = exchange(call);
        return reply.status() == NOT_FOUND ? Optional.empty() : Optional.of(checked(reply));
    }

    /** Sends a request, and leaves it to the caller what the reply means. */
    final HttpReply exchange(RestCall call) throws ApiException, InterruptedException {
        HttpCall.Builder builder = call.toHttp(endpoint).allowPlainHttp(plainHttpAllowed);
        try {
            authorize(builder, call);
        } catch (IllegalStateException e) {
            throw new ApiException(HttpFailures.unreadable(e));
        }
        return exchange(builder.build());
    }

    /** Sends a request that is complete, such as one to a server of tokens. */
    final HttpReply exchange(HttpCall call) throws ApiException, InterruptedException {
        try {
            return http.send(call);
        } catch (HttpException e) {
            throw new ApiException(e.toFailed());
        }
    }

    /** What a reply says that must be a success. */
    final JsonNode checked(HttpReply reply) throws ApiException {
        JsonNode body = Json.parse(reply.text());
        if (!isSuccess(reply, body)) {
            throw new ApiException(failure(reply, body));
        }
        return body;
    }

    /** Says which request comes after a page. */
    interface NextPage {
        /**
         * The next request.
         *
         * @param page the page
         * @param number the number of the next page; that of the first one was 1
         * @return the request, or null if the page was the last
         */
        @Nullable
        RestCall after(JsonNode page, int number) throws ApiException;
    }

    /** The elements of an array in all pages; an empty name stands for the page itself. */
    final List<JsonNode> collect(String field, RestCall first, NextPage next)
            throws ApiException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        RestCall call = first;
        for (int number = 2; number <= MAX_PAGES + 1; number++) {
            JsonNode page = send(call);
            all.addAll(Json.elements(page, field));
            RestCall following = next.after(page, number);
            if (following == null) {
                return all;
            }
            call = following;
        }
        throw ApiException.of(FailureReason.BAD_REPLY, "the list does not end: more than " + MAX_PAGES + " pages");
    }

    /**
     * The elements of an array in all pages, which have numbers.
     *
     * @param more whether a page says that there is one of this number
     */
    final List<JsonNode> numbered(String field, RestCall call, BiPredicate<JsonNode, Integer> more)
            throws ApiException, InterruptedException {
        return collect(
                field,
                call.query("page", "1"),
                (page, number) -> more.test(page, number) ? call.query("page", String.valueOf(number)) : null);
    }

    /** Pages that tell a token of the next one, in the field at a path (RFC 6901), which the request then repeats. */
    static NextPage token(RestCall call, String path, String parameter) {
        return (page, number) -> {
            String token = page.at(path).asText();
            return token.isEmpty() ? null : call.query(parameter, token);
        };
    }

    /** A failure to be tried again with backoff. */
    static Outcome.Failed failed(FailureReason reason, String detail) {
        return Outcome.failed(reason, Retry.backoff(), detail);
    }

    /** A failure that only a person can end. */
    static Outcome.Failed never(FailureReason reason, String detail) {
        return Outcome.failed(reason, Retry.never(), detail);
    }

    /** The same failure, of all of the account for so long. */
    final Outcome.Failed pausing(Outcome.Failed failed, Duration wait) {
        return Outcome.failed(failed.reason(), Retry.notBefore(clock.instant().plus(wait)), failed.detail())
                .accountWide();
    }

    /** Closes the engine unless it is shared. */
    @Override
    public void close() {
        if (ownsHttp) {
            http.close();
        }
    }
}

package io.github.ddnskit.http;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.time.Clock;

/**
 * What a status code means where the provider says nothing more exact (RFC 9110 section 15, RFC 6585 section 4).
 * Stateless and thread-safe.
 */
public final class HttpFailures {

    private HttpFailures() {}

    /**
     * The outcome of a reply that is not a success.
     *
     * @param reply the reply
     * @param clock the time from which a wait counts
     * @return for 401 and 403 a stop, for 429 and 503 the wait that the server asks for, backoff for anything else
     */
    public static Outcome.Failed of(HttpReply reply, Clock clock) {
        int status = reply.status();
        Retry wait = reply.retryAfter(clock).map(Retry::notBefore).orElse(Retry.backoff());
        return switch (status) {
            case 400, 422 ->
                failed(FailureReason.BAD_REQUEST, Retry.backoff(), status, "the request was called malformed");
            case 401 ->
                failed(FailureReason.BAD_CREDENTIALS, Retry.never(), status, "the credentials were rejected")
                        .accountWide();
            case 403 ->
                failed(FailureReason.REFUSED, Retry.never(), status, "the credentials do not permit this change");
            case 404, 410 -> failed(FailureReason.UNKNOWN_HOST, Retry.backoff(), status, "no such zone or record");
            case 409, 412 ->
                failed(FailureReason.CONFLICT, Retry.backoff(), status, "the records were changed by somebody else");
            case 429 ->
                failed(FailureReason.RATE_LIMITED, wait, status, "too many requests")
                        .accountWide();
            case 503 ->
                failed(FailureReason.SERVER_ERROR, wait, status, "the service is not available")
                        .accountWide();
            default ->
                status >= 500
                        ? failed(FailureReason.SERVER_ERROR, wait, status, "the server failed")
                        : failed(FailureReason.BAD_REPLY, Retry.backoff(), status, "that was not expected");
        };
    }

    /**
     * The outcome of a secret that could not be read, before anything was sent.
     *
     * @param e what {@link io.github.ddnskit.Secret#reveal()} threw
     * @return a failure to be tried again, since a file may come back
     */
    public static Outcome.Failed unreadable(IllegalStateException e) {
        return Outcome.failed(FailureReason.BAD_CREDENTIALS, Retry.backoff(), String.valueOf(e.getMessage()));
    }

    private static Outcome.Failed failed(FailureReason reason, Retry retry, int status, String words) {
        return Outcome.failed(reason, retry, "HTTP " + status + ": " + words);
    }
}

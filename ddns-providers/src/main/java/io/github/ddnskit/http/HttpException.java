package io.github.ddnskit.http;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.io.IOException;

/**
 * No reply that could be used: the server was not reached, the time ran out, or what came was refused unread. Nobody can
 * tell whether the server acted on the request. The message can be shown to people: it holds no secret.
 */
public final class HttpException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    private final FailureReason reason;

    /**
     * Creates it.
     *
     * @param reason what kind of failure
     * @param message one sentence without a secret
     */
    public HttpException(FailureReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return what kind of failure it is} */
    public FailureReason reason() {
        return reason;
    }

    /** {@return the same as an outcome, to be tried again with backoff} */
    public Outcome.Failed toFailed() {
        return Outcome.failed(reason, Retry.backoff(), String.valueOf(getMessage()));
    }
}

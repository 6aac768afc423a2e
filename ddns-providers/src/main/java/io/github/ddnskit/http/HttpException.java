package io.github.ddnskit.http;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

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

    /** What went wrong on the way to a host, in words that hold no part of the URL but that. */
    static HttpException of(String host, @Nullable Throwable cause) {
        if (cause instanceof HttpException known) {
            return known;
        }
        if (cause instanceof UnknownHostException) {
            return new HttpException(FailureReason.UNREACHABLE, "the name " + host + " does not resolve");
        }
        if (cause instanceof SSLException) {
            return new HttpException(
                    FailureReason.UNREACHABLE,
                    "no TLS connection to " + host + " that can be trusted: "
                            + String.valueOf(cause.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
        if (cause instanceof InterruptedIOException) {
            return new HttpException(FailureReason.UNREACHABLE, host + " did not answer in time");
        }
        if (cause instanceof ConnectException) {
            return new HttpException(FailureReason.UNREACHABLE, "no connection to " + host);
        }
        String kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
        return new HttpException(FailureReason.UNREACHABLE, "the connection to " + host + " broke (" + kind + ")");
    }
}

package io.github.ddnskit.rest;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;

/** What an API said, or did not say, as the outcome it leads to. Never leaves an updater. */
final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Outcome.Failed failed;

    ApiException(Outcome.Failed failed) {
        super(failed.detail());
        this.failed = failed;
    }

    /** A failure to be tried again with backoff. */
    static ApiException of(FailureReason reason, String detail) {
        return new ApiException(Outcome.failed(reason, Retry.backoff(), detail));
    }

    /** A failure that only a change of the configuration can end. */
    static ApiException never(FailureReason reason, String detail) {
        return new ApiException(Outcome.failed(reason, Retry.never(), detail));
    }

    Outcome.Failed failed() {
        return failed;
    }
}

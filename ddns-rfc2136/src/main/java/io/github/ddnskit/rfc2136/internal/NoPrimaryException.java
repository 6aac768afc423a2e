package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import java.io.IOException;

/** Nobody was found who takes the updates of a name; the message says why, and what to do. */
public final class NoPrimaryException extends IOException {

    private static final long serialVersionUID = 1;

    private final FailureReason reason;

    NoPrimaryException(FailureReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    NoPrimaryException(FailureReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return the same as an outcome} */
    public Outcome.Failed failure() {
        return Failures.failed(reason, String.valueOf(getMessage()));
    }
}

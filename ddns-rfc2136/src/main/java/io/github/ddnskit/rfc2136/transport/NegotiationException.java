package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.FailureReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Client and server did not come to terms on a key, for a reason that the message tells a person. */
public final class NegotiationException extends IOException {

    private static final long serialVersionUID = 1;

    private final FailureReason reason;

    NegotiationException(FailureReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return the kind of failure} */
    public FailureReason reason() {
        return reason;
    }
}

package io.github.ddnskit.rfc2136.internal;

import java.io.IOException;

/** The secret of a key could not be read when it was to sign, or is not Base64. */
public final class UnusableKeyException extends IOException {

    private static final long serialVersionUID = 1;

    UnusableKeyException(IllegalStateException cause) {
        super(cause.getMessage(), cause);
    }
}

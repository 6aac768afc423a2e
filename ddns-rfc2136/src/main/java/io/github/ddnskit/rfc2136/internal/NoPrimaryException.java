package io.github.ddnskit.rfc2136.internal;

import java.io.IOException;

/** Nobody was found who takes the updates of a name; the message says why, and what to do. */
public final class NoPrimaryException extends IOException {

    private static final long serialVersionUID = 1;

    NoPrimaryException(String message) {
        super(message);
    }

    NoPrimaryException(String message, Throwable cause) {
        super(message, cause);
    }
}

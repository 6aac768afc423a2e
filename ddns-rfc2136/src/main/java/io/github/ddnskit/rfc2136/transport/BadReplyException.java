package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;

/** What came over a connection was not a reply to what was asked on it, or no message at all. */
public final class BadReplyException extends IOException {

    private static final long serialVersionUID = 1;

    BadReplyException(String message) {
        super(message);
    }
}

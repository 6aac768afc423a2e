package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;

/** No reply came in time. */
public final class NoReplyException extends IOException {

    private static final long serialVersionUID = 1;

    NoReplyException() {
        super("no reply came in time");
    }
}

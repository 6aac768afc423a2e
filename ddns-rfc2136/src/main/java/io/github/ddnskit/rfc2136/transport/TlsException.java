package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;

/** TLS did not come about, or broke: most often because the server did not prove who it is. */
public final class TlsException extends IOException {

    private static final long serialVersionUID = 1;

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}

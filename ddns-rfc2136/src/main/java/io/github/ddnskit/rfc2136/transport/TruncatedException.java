package io.github.ddnskit.rfc2136.transport;

import java.io.IOException;

/** The reply does not fit into a datagram: ask over TCP. */
final class TruncatedException extends IOException {

    private static final long serialVersionUID = 1;

    TruncatedException() {
        super("the reply does not fit into a datagram");
    }
}

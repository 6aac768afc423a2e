package io.github.ddnskit.upnp;

import java.io.IOException;

/** The router did not do what was asked, or something on the network is not as it should be; the message says what. */
final class UpnpException extends IOException {

    private static final long serialVersionUID = 1L;

    UpnpException(String message) {
        super(message);
    }
}

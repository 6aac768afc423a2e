package io.github.ddnskit.http;

import java.net.URI;

/** Keeps credentials from travelling in the clear, unless the user permitted it. */
final class PlainHttp {

    private static final System.Logger LOG = System.getLogger(HttpEngine.class.getName());

    private PlainHttp() {}

    static void check(HttpCall call) {
        URI url = call.url();
        if (!"http".equalsIgnoreCase(url.getScheme()) || !call.carriesSecrets()) {
            return;
        }
        if (!call.isPlainHttpAllowed()) {
            throw new IllegalArgumentException("credentials for " + url.getHost()
                    + " would travel in the clear: use https, or permit plain http for this updater");
        }
        LOG.log(System.Logger.Level.WARNING, "credentials for {0} travel in the clear, as permitted", url.getHost());
    }
}

package io.github.ddnskit.rest;

/**
 * The signature of a request to the OVHcloud API, as its guide "First steps with the API" describes it. SHA-1 is what the
 * API asks for; the request travels over TLS.
 */
final class OvhSignature {

    private OvhSignature() {}

    /** {@return the value of X-Ovh-Signature for a request at a time in seconds of the server's clock} */
    static String of(
            String applicationSecret, String consumerKey, String method, String url, String body, long seconds) {
        return "$1$"
                + Hashes.hex(
                        "SHA-1",
                        String.join("+", applicationSecret, consumerKey, method, url, body, Long.toString(seconds)));
    }
}

package io.github.ddnskit.jp;

import java.net.URI;

/** Checks the URLs that users give. Stateless. */
final class Endpoints {

    private Endpoints() {}

    /**
     * Checks a URL to which a query is appended.
     *
     * @throws IllegalArgumentException if it is not one, or plain http without permission; a user's URL is quoted only up to
     *     its host
     */
    static void check(String url, boolean plainHttpAllowed, String service) {
        URI parsed;
        try {
            parsed = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the endpoint of " + service + " is not a URL"); // which could hold a secret
        }
        boolean plain = "http".equalsIgnoreCase(parsed.getScheme());
        if (parsed.getHost() == null
                || !(plain || "https".equalsIgnoreCase(parsed.getScheme()))
                || parsed.getRawQuery() != null
                || parsed.getRawFragment() != null
                || parsed.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the endpoint of " + service + " is a URL such as https://host/path, without a query");
        }
        if (plain && !plainHttpAllowed) {
            throw new IllegalArgumentException("with the endpoint http://" + parsed.getHost() + " the credentials for "
                    + service + " would travel in the clear: give an https endpoint, or permit plain http");
        }
    }
}

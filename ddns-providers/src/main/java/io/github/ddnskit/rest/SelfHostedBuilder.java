package io.github.ddnskit.rest;

/** What the builders for servers that users run themselves have in common. */
abstract class SelfHostedBuilder<B extends SelfHostedBuilder<B>> extends RestBuilder<B> {

    SelfHostedBuilder() {
        super("");
    }

    /**
     * Sets where the server is.
     *
     * @param endpoint its URL before the paths of the API, such as {@code https://ns1.example.org:8081}
     * @return this
     */
    public B endpoint(String endpoint) {
        this.endpoint = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        return self();
    }

    /**
     * Permits the credentials to travel in the clear, over plain http: on loopback or a network of your own only.
     *
     * @param allowed false by default
     * @return this
     */
    public B allowPlainHttp(boolean allowed) {
        this.plainHttpAllowed = allowed;
        return self();
    }
}

package io.github.ddnskit.rest;

import io.github.ddnskit.spi.DnsUpdater;
import java.util.function.Function;

/** What the builders for servers that users run themselves have in common. */
abstract class SelfHostedBuilder<U extends DnsUpdater, B extends SelfHostedBuilder<U, B>> extends TokenBuilder<U, B> {

    SelfHostedBuilder(String type, Function<B, U> maker) {
        super(type, "", maker);
    }

    /**
     * Sets where the server is.
     *
     * @param endpoint its URL before the paths of the API, such as {@code https://ns1.example.org:8081}
     * @return this
     */
    public B endpoint(String endpoint) {
        return at(endpoint);
    }

    /**
     * Permits the credentials to travel in the clear, over plain http: on loopback or a network of your own only.
     *
     * @param allowed false by default
     * @return this
     */
    public B allowPlainHttp(boolean allowed) {
        plainHttpAllowed = allowed;
        return self();
    }
}

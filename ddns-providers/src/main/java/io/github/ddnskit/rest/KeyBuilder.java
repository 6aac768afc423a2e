package io.github.ddnskit.rest;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import java.util.List;
import java.util.function.Function;

/** What the builders of updaters with a key that has an id have in common. */
abstract class KeyBuilder<U extends DnsUpdater, B extends KeyBuilder<U, B>> extends RestBuilder<U, B> {

    KeyBuilder(String type, String endpoint, Function<B, U> maker) {
        super(type, endpoint, maker);
    }

    /**
     * Sets the key.
     *
     * @param id what names the key, and is no secret in spite of what some providers call it
     * @param secret the key itself
     * @return this
     */
    public B key(String id, Secret secret) {
        return login(new Login(id, List.of(secret)));
    }
}

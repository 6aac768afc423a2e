package io.github.ddnskit.rest;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import java.util.function.Function;

/** What the builders of updaters with a token have in common. */
abstract class TokenBuilder<U extends DnsUpdater, B extends TokenBuilder<U, B>> extends RestBuilder<U, B> {

    TokenBuilder(String type, String endpoint, Function<B, U> maker) {
        super(type, endpoint, maker);
    }

    /**
     * Sets the token, which some providers call an API key.
     *
     * @param token the token
     * @return this
     */
    public B token(Secret token) {
        return login(Login.token(token));
    }
}

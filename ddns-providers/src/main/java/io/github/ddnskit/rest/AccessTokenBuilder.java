package io.github.ddnskit.rest;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the builders of updaters that ask for their access tokens have in common. */
abstract class AccessTokenBuilder<U extends DnsUpdater, B extends AccessTokenBuilder<U, B>> extends RestBuilder<U, B> {

    private AccessTokens.@Nullable Request request;

    AccessTokenBuilder(String type, String endpoint, Function<B, U> maker) {
        super(type, endpoint, maker);
    }

    /**
     * Authenticates with access tokens from elsewhere, such as a managed identity or a metadata server.
     *
     * @param token asked for a token that is valid before each request, such as {@code Secret.from(supplier)}
     * @return this
     */
    public B accessToken(Secret token) {
        request = null;
        return login(Login.token(token));
    }

    /** Authenticates with access tokens that are asked for with these credentials. */
    final B asking(Login login, AccessTokens.Request request) {
        this.request = request;
        return login(login);
    }

    @Override
    final AccessTokens tokens() {
        return request == null ? super.tokens() : AccessTokens.from(request);
    }
}

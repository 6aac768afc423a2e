package io.github.ddnskit.rest;

import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.spi.DnsUpdater;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the builders of all updaters here have in common. */
abstract class RestBuilder<U extends DnsUpdater, B extends RestBuilder<U, B>> {

    final String type;
    String endpoint;
    boolean plainHttpAllowed;

    @Nullable
    HttpEngine http;

    Clock clock = Clock.systemUTC();
    private final Function<B, U> maker;
    private @Nullable Login login;

    /**
     * Begins a builder.
     *
     * @param type what the identity of an updater begins with
     * @param endpoint the URL before the paths of the API, or an empty text if the user has to say it
     * @param maker makes the updater
     */
    RestBuilder(String type, String endpoint, Function<B, U> maker) {
        this.type = type;
        this.endpoint = endpoint;
        this.maker = maker;
    }

    final Login login() {
        return given(login, "the credentials");
    }

    final B login(Login login) {
        this.login = login;
        return self();
    }

    /** What a request shows if it shows a bearer token. */
    AccessTokens tokens() {
        return AccessTokens.given(login().secret());
    }

    /**
     * Shares an engine, which the updater does not close.
     *
     * @param http the engine; the updater makes its own by default
     * @return this
     */
    public B http(HttpEngine http) {
        this.http = http;
        return self();
    }

    /**
     * Sets the clock from which the waits that the provider asks for are counted.
     *
     * @param clock the system's clock by default
     * @return this
     */
    public B clock(Clock clock) {
        this.clock = clock;
        return self();
    }

    /**
     * Makes the updater.
     *
     * @return a new one, which the caller closes
     * @throws IllegalArgumentException if something is missing, or cannot be; the message says what
     */
    public U build() {
        return maker.apply(self());
    }

    @SuppressWarnings("unchecked") // every subclass names itself
    final B self() {
        return (B) this;
    }

    final B at(String endpoint) {
        this.endpoint = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        return self();
    }

    /** What must have been given, or else a message such as {@code give the token}. */
    static <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("give " + what);
        }
        return value;
    }
}

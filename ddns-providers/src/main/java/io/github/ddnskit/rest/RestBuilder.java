package io.github.ddnskit.rest;

import io.github.ddnskit.http.HttpEngine;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What the builders of all updaters here have in common. */
abstract class RestBuilder<B extends RestBuilder<B>> {

    @Nullable
    HttpEngine http;

    Clock clock = Clock.systemUTC();
    String endpoint;
    boolean plainHttpAllowed;

    /** Takes the URL before the paths of the API. */
    RestBuilder(String endpoint) {
        this.endpoint = endpoint;
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

    @SuppressWarnings("unchecked") // every subclass names itself
    B self() {
        return (B) this;
    }

    /** What must have been given, or else a message such as {@code give the token}. */
    static <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("give " + what);
        }
        return value;
    }
}

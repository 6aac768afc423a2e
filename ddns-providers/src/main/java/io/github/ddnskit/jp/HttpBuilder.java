package io.github.ddnskit.jp;

import io.github.ddnskit.http.HttpEngine;
import org.jspecify.annotations.Nullable;

/** What the builders of updaters that use HTTP have in common. */
abstract class HttpBuilder<B extends HttpBuilder<B>> extends TimedBuilder<B> {

    @Nullable
    HttpEngine http;

    /**
     * Sets the HTTP engine to share, which the updater does not close; one of its own if not set.
     *
     * @param http the engine
     * @return this
     */
    public B http(HttpEngine http) {
        this.http = http;
        return self();
    }
}

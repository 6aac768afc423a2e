/**
 * JSON configuration, and the services that are updated over HTTP.
 *
 * <p>Start with {@link io.github.ddnskit.config.DdnsConfig}.
 */
module io.github.ddnskit.providers {
    requires transitive io.github.ddnskit.core;
    requires com.fasterxml.jackson.databind;

    exports io.github.ddnskit.config;
}

/**
 * JSON configuration, and the services that are updated over HTTP.
 *
 * <p>Start with {@link io.github.ddnskit.config.DdnsConfig}.
 */
module io.github.ddnskit.providers {
    requires transitive io.github.ddnskit.core;
    requires com.fasterxml.jackson.databind;
    requires java.xml;
    requires transitive okhttp3;
    requires okio;

    exports io.github.ddnskit.config;
    exports io.github.ddnskit.dyndns2;
    exports io.github.ddnskit.http;

    provides io.github.ddnskit.spi.UpdaterFactories with
            io.github.ddnskit.dyndns2.internal.DialectFactories;
}

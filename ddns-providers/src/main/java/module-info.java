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
    requires static software.amazon.awssdk.http;
    requires static software.amazon.awssdk.http.auth.aws;
    requires static software.amazon.awssdk.http.auth.spi;
    requires static software.amazon.awssdk.identity.spi;

    exports io.github.ddnskit.config;
    exports io.github.ddnskit.http;
    exports io.github.ddnskit.route53;

    provides io.github.ddnskit.spi.UpdaterFactory with
            io.github.ddnskit.route53.Route53UpdaterFactory;
}

package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.DnsCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What is being tried, for sentences about how it failed.
 *
 * @param server the name server
 * @param host the name to be updated
 * @param zone the zone, or null while it is being looked for
 * @param credentials what signs, or null if the request is not signed
 */
public record Attempt(
        ServerAddress server,
        String host,
        @Nullable String zone,
        @Nullable DnsCredentials credentials) {

    /** {@return the zone, in words} */
    String zoneWords() {
        return zone == null ? "the zone of " + host : "the zone " + zone;
    }

    /** {@return what signs, in words} */
    String keyWords() {
        return credentials == null ? "an unsigned request" : credentials.description();
    }
}

package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.TsigKey;
import org.jspecify.annotations.Nullable;

/**
 * What is being tried, for sentences about how it failed.
 *
 * @param server the name server
 * @param host the name to be updated
 * @param zone the zone, or null while it is being looked for
 * @param key the key, or null if the request is not signed
 */
public record Attempt(
        ServerAddress server,
        String host,
        @Nullable String zone,
        @Nullable TsigKey key) {

    /** {@return the zone, in words} */
    String zoneWords() {
        return zone == null ? "the zone of " + host : "the zone " + zone;
    }

    /** {@return the key, in words} */
    String keyWords() {
        return key == null ? "an unsigned request" : "the key " + key.name() + " (" + key.algorithm() + ")";
    }
}

package io.github.ddnskit.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a web server is to answer. Immutable and thread-safe.
 *
 * @param status the HTTP status
 * @param headers fields by name, one value each; nothing in them comes from the request
 * @param body the text, in ASCII
 */
public record GatewayResponse(int status, Map<String, String> headers, String body) {

    /**
     * Copies the headers.
     *
     * @param status the HTTP status
     * @param headers fields by name, one value each
     * @param body the text, in ASCII
     */
    public GatewayResponse {
        headers = Map.copyOf(headers);
    }

    static GatewayResponse text(int status, String body) {
        return new GatewayResponse(
                status, Map.of("Content-Type", "text/plain; charset=us-ascii", "Cache-Control", "no-store"), body);
    }

    GatewayResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new GatewayResponse(status, more, body);
    }
}

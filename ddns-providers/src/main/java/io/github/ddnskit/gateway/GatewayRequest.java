package io.github.ddnskit.gateway;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request as a web server hands it on: nothing in it is decoded or believed yet. Immutable and thread-safe.
 *
 * @param method such as {@code GET}
 * @param target path and query as they were sent, such as {@code /nic/update?hostname=home.example.org}
 * @param headers the fields by name in lower case, each with its values in the order in which they were sent
 * @param peer who is at the other end of the connection, which may be a proxy
 * @param secure whether the connection is protected by TLS
 */
public record GatewayRequest(
        String method, String target, Map<String, List<String>> headers, InetAddress peer, boolean secure) {

    /**
     * Copies the headers, and brings their names into lower case.
     *
     * @param method such as {@code GET}
     * @param target path and query as they were sent
     * @param headers the fields by name
     * @param peer who is at the other end of the connection
     * @param secure whether the connection is protected by TLS
     */
    public GatewayRequest {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.merge(
                name.toLowerCase(Locale.ROOT),
                List.copyOf(values),
                (first, second) ->
                        Stream.concat(first.stream(), second.stream()).toList()));
        headers = Map.copyOf(copy);
    }

    /**
     * The values of a field.
     *
     * @param name its name in lower case
     * @return as they were sent; none if there is no such field
     */
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** {@return method and path; the query may hold a secret} */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return method + " " + (query < 0 ? target : target.substring(0, query) + "?***");
    }
}

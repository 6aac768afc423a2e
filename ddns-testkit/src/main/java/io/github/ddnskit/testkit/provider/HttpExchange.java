package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.AddressFamily;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that a {@link FakeHttp} received. Immutable and thread-safe.
 *
 * @param method such as {@code GET}
 * @param host the Host field: the name that the client meant to reach, with a port unless it is the usual one
 * @param target path and query exactly as they were sent
 * @param headers the fields by name in any case, several of one name joined with a comma and a blank
 * @param body the body in UTF-8, empty if there was none
 * @param family the family of the connection
 */
public record HttpExchange(
        String method, String host, String target, Map<String, String> headers, String body, AddressFamily family) {

    /**
     * Copies the headers.
     *
     * @param method such as {@code GET}
     * @param host the Host field: the name that the client meant to reach, with a port unless it is the usual one
     * @param target path and query exactly as they were sent
     * @param headers the fields by name in any case, several of one name joined with a comma and a blank
     * @param body the body in UTF-8, empty if there was none
     * @param family the family of the connection
     */
    public HttpExchange {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = copy;
    }

    /** {@return the path, as it was sent} */
    public String path() {
        return URI.create(target).getRawPath();
    }

    /** {@return the parameters of the query, decoded, in their order; the last one of a name counts} */
    public Map<String, String> query() {
        return parameters(URI.create(target).getRawQuery());
    }

    /** {@return the parameters of a form in the body, decoded, in their order} */
    public Map<String, String> form() {
        return parameters(body);
    }

    /**
     * A header field.
     *
     * @param name its name in any case
     * @return its value, if there is one
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** {@return user and password of HTTP Basic, with a colon between them, if there are any} */
    public Optional<String> basic() {
        return header("Authorization")
                .filter(value -> value.startsWith("Basic "))
                .map(value -> new String(
                        Base64.getDecoder().decode(value.substring("Basic ".length())), StandardCharsets.UTF_8));
    }

    @SuppressWarnings("StringSplitter") // an empty parameter is none
    private static Map<String, String> parameters(@Nullable String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(decode(name), decode(value));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.http.HttpCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request before it is authorized; whoever signs requests can look at all of it. Holds no secret. Not thread-safe.
 */
final class RestCall {

    private final String method;
    private final List<String> segments;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> form = new LinkedHashMap<>();
    private @Nullable String body;
    private String contentType = "application/json";
    private String encodedQuery = "";

    private RestCall(String method, String... segments) {
        this.method = method;
        this.segments = new ArrayList<>(List.of(segments));
    }

    /** A request to the endpoint with these segments, not encoded, after it. */
    static RestCall of(String method, String... segments) {
        return new RestCall(method, segments);
    }

    static RestCall get(String... segments) {
        return new RestCall("GET", segments);
    }

    static RestCall post(JsonNode body, String... segments) {
        return new RestCall("POST", segments).json(body);
    }

    static RestCall patch(JsonNode body, String... segments) {
        return new RestCall("PATCH", segments).json(body);
    }

    /** The request for a page whose URL the API gave; only one at the same endpoint is followed, credentials and all. */
    static RestCall follow(String url, String endpoint) throws ApiException {
        if (!url.startsWith(endpoint + "/")) {
            throw ApiException.of(FailureReason.BAD_REPLY, "the next page of a list is said to be somewhere else");
        }
        String rest = url.substring(endpoint.length() + 1);
        int mark = rest.indexOf('?');
        RestCall call = get(decode(mark < 0 ? rest : rest.substring(0, mark)).split("/", -1));
        if (mark >= 0) {
            for (String pair : rest.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                call.query(decode(pair.substring(0, Math.max(equals, 0))), decode(pair.substring(equals + 1)));
            }
        }
        return call;
    }

    private static String decode(String text) {
        // a plus sign in an opaque token is one
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Adds segments, not encoded, to the path. */
    RestCall below(String... more) {
        segments.addAll(List.of(more));
        return this;
    }

    RestCall query(String name, String value) {
        query.put(name, value);
        return this;
    }

    RestCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RestCall form(String name, String value) {
        form.put(name, value);
        return this;
    }

    RestCall json(JsonNode json) {
        return body("application/json", json.toString());
    }

    RestCall body(String contentType, String body) {
        this.contentType = contentType;
        this.body = body;
        return this;
    }

    /** Sets a query that is encoded already, in place of one of single parameters. */
    RestCall encodedQuery(String encoded) {
        encodedQuery = encoded;
        return this;
    }

    String encodedQuery() {
        return encodedQuery;
    }

    /** The value of a header that was set, or else an empty text. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String method() {
        return method;
    }

    List<String> segments() {
        return segments;
    }

    Map<String, String> query() {
        return query;
    }

    /** The body, or an empty text if there is none. */
    String body() {
        return body == null ? "" : body;
    }

    HttpCall.Builder toHttp(String endpoint) {
        HttpCall.Builder call = HttpCall.of(method, encodedQuery.isEmpty() ? endpoint : endpoint + "?" + encodedQuery);
        segments.forEach(call::segment);
        query.forEach(call::query);
        headers.forEach(call::header);
        form.forEach(call::form);
        return body == null ? call : call.body(contentType, body);
    }
}

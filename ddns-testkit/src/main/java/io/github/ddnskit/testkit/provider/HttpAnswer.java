package io.github.ddnskit.testkit.provider;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link FakeHttp} answers. Immutable and thread-safe.
 *
 * @param status the status code; 0 to close the connection without an answer
 * @param headers the header fields
 * @param body the body
 * @param charset how the body is encoded
 */
public record HttpAnswer(int status, Map<String, String> headers, String body, Charset charset) {

    /** In what manner it is sent: one of the names below. No header has such a name, so none can be meant. */
    static final String MANNER = " manner";

    static final String SILENT = "silent";
    static final String BROKEN_OFF = "broken off";
    static final String DRIPPING = "dripping";

    /**
     * Copies the headers.
     *
     * @param status the status code; 0 to close the connection without an answer
     * @param headers the header fields
     * @param body the body
     * @param charset how the body is encoded
     */
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /**
     * Plain text in UTF-8.
     *
     * @param status the status code
     * @param body the text
     * @return the answer
     */
    public static HttpAnswer text(int status, String body) {
        return new HttpAnswer(
                status, Map.of("Content-Type", "text/plain; charset=utf-8"), body, StandardCharsets.UTF_8);
    }

    /**
     * JSON.
     *
     * @param status the status code
     * @param body the JSON text
     * @return the answer
     */
    public static HttpAnswer json(int status, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", "application/json"), body, StandardCharsets.UTF_8);
    }

    /**
     * XML in UTF-8.
     *
     * @param status the status code
     * @param body the XML text
     * @return the answer
     */
    public static HttpAnswer xml(int status, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", "text/xml"), body, StandardCharsets.UTF_8);
    }

    /**
     * Text whose charset the answer does not name.
     *
     * @param status the status code
     * @param body the text
     * @param charset how it is encoded
     * @return the answer
     */
    public static HttpAnswer unlabelled(int status, String body, Charset charset) {
        return new HttpAnswer(status, Map.of("Content-Type", "text/html"), body, charset);
    }

    /** {@return no answer: the connection is closed once the request was read} */
    public static HttpAnswer disconnect() {
        return new HttpAnswer(0, Map.of(), "", StandardCharsets.UTF_8);
    }

    /** {@return no answer, ever: the connection stays open until somebody gives up} */
    public static HttpAnswer silence() {
        return text(200, "").with(MANNER, SILENT);
    }

    /**
     * An answer that breaks off: its header is whole, its body is promised to be longer than what comes.
     *
     * @param status the status code
     * @param body what comes of the text
     * @return the answer
     */
    public static HttpAnswer brokenOff(int status, String body) {
        return text(status, body).with(MANNER, BROKEN_OFF);
    }

    /**
     * An answer whose body comes one octet a second.
     *
     * @param status the status code
     * @param body the text
     * @return the answer
     */
    public static HttpAnswer dripping(int status, String body) {
        return text(status, body).with(MANNER, DRIPPING);
    }

    /**
     * The same with a header field more.
     *
     * @param name the name
     * @param value its value
     * @return the answer
     */
    public HttpAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, more, body, charset);
    }
}

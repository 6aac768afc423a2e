package io.github.ddnskit.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Path and query of a request, read strictly: what two programs could read in two ways is refused. A plus sign is a plus
 * sign (RFC 3986), since routers put passwords into the query as they are.
 *
 * @param path as it was sent
 * @param parameters decoded, in the order in which they were sent; an empty value for a name alone
 */
record Target(String path, Map<String, String> parameters) {

    static final int LONGEST = 4096;
    private static final int MOST_PARAMETERS = 32;

    static Target parse(String text) throws MalformedRequestException {
        if (text.length() > LONGEST) {
            throw new MalformedRequestException(414, "the URL is too long");
        }
        if (!text.startsWith("/")) {
            throw new MalformedRequestException("the request target is no path");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127 || c == '#') {
                throw new MalformedRequestException("the URL holds a character that must be encoded");
            }
        }
        int question = text.indexOf('?');
        String path = question < 0 ? text : text.substring(0, question);
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = question < 0 ? "" : text.substring(question + 1);
        String[] pairs = query.split("&", -1);
        if (pairs.length > MOST_PARAMETERS) {
            throw new MalformedRequestException("the query has too many parameters");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                if (parameters.putIfAbsent(name, value) != null) {
                    throw new MalformedRequestException("a parameter stands in the query twice");
                }
            }
        }
        return new Target(path, parameters);
    }

    /** The first of these parameters that is there and not empty; empty ones are what routers send without an address. */
    String value(List<String> names) {
        return names.stream()
                .map(name -> parameters.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String decode(String text) throws MalformedRequestException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new MalformedRequestException("a percent sign is not followed by two hexadecimal digits");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.chars().anyMatch(c -> c < ' ' || c == 127)) {
                throw new MalformedRequestException("the query holds a control character");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw new MalformedRequestException("the query is not UTF-8");
        }
    }
}

package io.github.ddnskit.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The credentials of a request, which nobody has verified yet.
 *
 * @param name the account, or empty where a token stands for itself
 * @param secret a password or token
 */
record Presented(String name, String secret) {

    private static final String SCHEME = "basic ";

    /** HTTP Basic (RFC 7617), in UTF-8 or else ISO 8859-1; empty if the request has no credentials. */
    static Optional<Presented> basic(List<String> headers) throws MalformedRequestException {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw new MalformedRequestException("there is more than one Authorization field");
        }
        String header = headers.get(0).strip();
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException("the Authorization field is not Base64");
        }
        String both = text(bytes);
        int colon = both.indexOf(':');
        if (colon < 0 || both.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new MalformedRequestException("the Authorization field holds no name and password");
        }
        // What a device sends whose fields for them were left empty is none.
        return both.equals(":")
                ? Optional.empty()
                : Optional.of(new Presented(both.substring(0, colon), both.substring(colon + 1)));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** {@return nothing of either} */
    @Override
    public String toString() {
        return "Presented[***]";
    }
}

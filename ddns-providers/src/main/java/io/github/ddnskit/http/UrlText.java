package io.github.ddnskit.http;

import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986 section 2.1). */
final class UrlText {

    static final String MASK = "***";

    // The rest of what a query may hold as it is, and what providers see in lists and addresses.
    private static final String AS_IS = "-._~,:*";
    private static final String HEX = "0123456789ABCDEF";

    private UrlText() {}

    /** Encodes all but letters, digits and {@code -._~,:*}. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alphanumeric || AS_IS.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return encoded.toString();
    }
}

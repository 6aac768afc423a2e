package io.github.ddnskit.rest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Alibaba Cloud's signature method V3, ACS3-HMAC-SHA256, of a POST without a body to the root of a service's host. */
final class Acs3Signature {

    /** The digest of the empty body, as x-acs-content-sha256 wants it. */
    static final String NO_BODY = Hashes.hex("SHA-256", "");

    private static final String AS_IS = "-._~";

    private Acs3Signature() {}

    /**
     * {@return the value of Authorization}
     *
     * @param query as {@link #query} gives it
     * @param headers the fields to sign by lower-case name: host and those that begin with x-acs-
     */
    static String of(String keyId, String keySecret, String query, SortedMap<String, String> headers) {
        String signed = String.join(";", headers.keySet());
        String canonical = String.join(
                "\n",
                "POST",
                "/",
                query,
                headers.entrySet().stream()
                        .map(field -> field.getKey() + ":" + field.getValue() + "\n")
                        .collect(Collectors.joining()),
                signed,
                NO_BODY);
        byte[] signature = Hashes.hmac(
                keySecret.getBytes(StandardCharsets.UTF_8), "ACS3-HMAC-SHA256\n" + Hashes.hex("SHA-256", canonical));
        return "ACS3-HMAC-SHA256 Credential=" + keyId + ",SignedHeaders=" + signed + ",Signature="
                + HexFormat.of().formatHex(signature);
    }

    /** {@return the canonical query: sorted, and encoded as strictly as RFC 3986 section 2.3 allows} */
    static String query(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || AS_IS.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}

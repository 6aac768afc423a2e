package io.github.ddnskit.testkit.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4, worked out anew from its description so that it can judge what others sign. Stateless.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">How to sign</a>
 */
final class SigV4 {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String UNRESERVED = "-._~";

    private SigV4() {}

    /**
     * What is signed.
     *
     * @param signedHeaders their names in lower case, in order
     * @param date such as {@code 20150830T123600Z}
     * @param scope such as {@code 20150830/us-east-1/service/aws4_request}
     */
    record Claim(List<String> signedHeaders, String date, String scope) {}

    static String signature(HttpExchange request, Claim claim, String secretKey) {
        String toSign = String.join("\n", ALGORITHM, claim.date(), claim.scope(), sha256(canonical(request, claim)));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : claim.scope().split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    static String canonical(HttpExchange request, Claim claim) {
        String headers = claim.signedHeaders().stream()
                .map(name ->
                        name + ":" + request.header(name).orElse("").strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        int mark = request.target().indexOf('?');
        String path = mark < 0 ? request.target() : request.target().substring(0, mark);
        String query = mark < 0 ? "" : request.target().substring(mark + 1);
        return String.join(
                "\n",
                request.method(),
                canonicalPath(path),
                canonicalQuery(query),
                headers,
                String.join(";", claim.signedHeaders()),
                sha256(request.body()));
    }

    /** Each segment is encoded twice: once by the client, once here. */
    private static String canonicalPath(String path) {
        return Arrays.stream(path.split("/", -1)).map(SigV4::encode).collect(Collectors.joining("/"));
    }

    private static String canonicalQuery(String query) {
        return query.isEmpty()
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .map(pair -> {
                            int equals = pair.indexOf('=');
                            String name = equals < 0 ? pair : pair.substring(0, equals);
                            String value = equals < 0 ? "" : pair.substring(equals + 1);
                            return new String[] {encode(decode(name)), encode(decode(value))};
                        })
                        .sorted(Comparator.<String[], String>comparing(pair -> pair[0])
                                .thenComparing(pair -> pair[1]))
                        .map(pair -> pair[0] + "=" + pair[1])
                        .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}

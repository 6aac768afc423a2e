package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.AddressFamily;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Opens the verifier of {@link FakeRoute53} to tests of other packages. */
public final class Signatures {

    private Signatures() {}

    /**
     * What the signature of a request ought to be.
     *
     * @param method its method
     * @param uri its URL
     * @param headers its fields, with an Authorization that says what is signed
     * @param body its body
     * @param secretKey the key
     * @return the signature in hexadecimal digits
     */
    public static String of(String method, URI uri, Map<String, String> headers, String body, String secretKey) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put("Host", uri.getRawAuthority());
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        HttpExchange request = new HttpExchange(method, uri.getHost(), target, all, body, AddressFamily.IPV4);
        String authorization = request.header("Authorization").orElseThrow();
        String scope = authorization.replaceAll(".*Credential=[^/]+/([^,]+),.*", "$1");
        String signed =
                authorization.replaceAll(".*SignedHeaders=([^,]+),.*", "$1").toLowerCase(Locale.ROOT);
        SigV4.Claim claim = new SigV4.Claim(
                Arrays.asList(signed.split(";", -1)),
                request.header("X-Amz-Date").orElseThrow(),
                scope);
        return SigV4.signature(request, claim, secretKey);
    }
}

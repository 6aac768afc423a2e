package io.github.ddnskit.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The verifier of the fake against vectors of AWS's published test suite for Signature Version 4 (the key AKIDEXAMPLE, the
 * service "service", 30 August 2015).
 *
 * @see <a href="https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4">The suite</a>
 */
class SigV4Test {

    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String DATE = "20150830T123600Z";
    private static final String SCOPE = "20150830/us-east-1/service/aws4_request";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "get-vanilla, GET, /, '', '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-vanilla-query-order-key-case, GET, /?Param2=value2&Param1=value1, '', '',"
                + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-vanilla-empty-query-key, GET, /?Param1=value1, '', '',"
                + " a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "get-vanilla-query-unreserved, GET,"
                + " /?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,"
                + " '', '', 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        "post-vanilla, POST, /, '', '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "post-vanilla-query, POST, /?Param1=value1, '', '',"
                + " 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        "post-header-key-sort, POST, /, My-Header1=value1, '',"
                + " c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
        "post-x-www-form-urlencoded, POST, /, Content-Type=application/x-www-form-urlencoded, Param1=value1,"
                + " ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
    })
    void signsAsAwsDoes(String name, String method, String target, String header, String body, String signature) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(Map.of("Host", "example.amazonaws.com", "X-Amz-Date", DATE));
        int equals = header.indexOf('=');
        if (equals > 0) {
            headers.put(header.substring(0, equals), header.substring(equals + 1));
        }
        List<String> signed = headers.keySet().stream()
                .map(one -> one.toLowerCase(java.util.Locale.ROOT))
                .toList();
        HttpExchange request =
                new HttpExchange(method, "example.amazonaws.com", target, headers, body, AddressFamily.IPV4);
        assertThat(SigV4.signature(request, new SigV4.Claim(signed, DATE, SCOPE), KEY))
                .as(name)
                .isEqualTo(signature);
    }
}

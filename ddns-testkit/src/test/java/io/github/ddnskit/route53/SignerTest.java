package io.github.ddnskit.route53;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.testkit.provider.Signatures;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * AWS's signer always signs the field {@code x-amz-content-sha256}, which the vectors of AWS's published test suite lack,
 * so that it cannot be held against them itself. Instead the fake's own verifier is held against the vectors (see
 * {@code SigV4Test}), and the signer, as it is configured here, against the verifier.
 */
class SignerTest {

    private static final AwsCredentials.Keys KEYS =
            new AwsCredentials.Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
    private static final Clock TIME = Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "GET, https://example.amazonaws.com/, ''",
        "GET, https://example.amazonaws.com/?Param2=value2&Param1=value1, ''",
        "GET, https://example.amazonaws.com/?Param1=value2&Param1=Value1, ''",
        "GET, https://example.amazonaws.com/?name=%2A.home.example.org.&type=A, ''",
        "GET, https://example.amazonaws.com/?empty=&x=%5C052%20~-_., ''",
        "POST, https://example.amazonaws.com/, ''",
        "POST, https://example.amazonaws.com:8443/2013-04-01/hostedzone/Z1/rrset/, <x>é</x>"
    })
    void signsAsTheVerifierWorksItOut(String method, String url, String body) {
        URI uri = URI.create(url);
        Map<String, String> headers =
                new LinkedHashMap<>(new Signer("service", "us-east-1", TIME).sign(method, uri, body, KEYS));
        assertThat(headers).containsKeys("x-amz-content-sha256", "X-Amz-Date", "Authorization");
        assertThat(headers).doesNotContainKey("Host");
        String signature = String.valueOf(headers.get("Authorization")).replaceAll(".*Signature=", "");
        assertThat(Signatures.of(method, uri, headers, body, KEYS.secretAccessKey()))
                .isEqualTo(signature);
        assertThat(Signatures.of(method, uri, headers, body + " ", KEYS.secretAccessKey()))
                .isNotEqualTo(signature);
        assertThat(Signatures.of(method, uri, headers, body, "another")).isNotEqualTo(signature);
    }

    @Test
    void signsTheSessionTokenToo() {
        AwsCredentials.Keys session = new AwsCredentials.Keys(KEYS.accessKeyId(), KEYS.secretAccessKey(), "token");
        URI uri = URI.create("https://route53.amazonaws.com/2013-04-01/hostedzonesbyname");
        Map<String, String> headers = new Signer("route53", "us-east-1", TIME).sign("GET", uri, "", session);
        assertThat(headers).containsEntry("X-Amz-Security-Token", "token");
        assertThat(headers.get("Authorization"))
                .contains("20150830/us-east-1/route53/aws4_request", "x-amz-security-token");
    }
}

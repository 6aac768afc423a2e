package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may come from a router that is asked for its outer address. */
class SoapFuzzTest {

    private static final String ACTION = "GetExternalIPAddress";
    private static final String ARGUMENT = "NewExternalIPAddress";
    private static final Provenance PROVENANCE =
            new Provenance(new SourceId("upnp", "x"), Vantage.GATEWAY, "the gateway", false);

    private static final Pattern IPV4 = Pattern.compile(
            "(?!0\\.0\\.0\\.0)(?:N\\.){3}N".replace("N", "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"));

    @FuzzTest
    void believesOneAddressInTheOneReplyToTheCall(byte[] bytes) {
        String body = new String(bytes, StandardCharsets.UTF_8);
        assertThat(told(200, body)).isEqualTo(slowly(body));
        assertThat(told(500, body)).as("a fault tells nothing").isEmpty();
    }

    private static Optional<String> told(int status, String body) {
        try {
            Map<String, String> arguments = SoapReply.arguments(status, body, ACTION, "the router");
            return AddressText.read(arguments.getOrDefault(ARGUMENT, ""), "the router", AddressFamily.IPV4, PROVENANCE)
                            instanceof Observation.Found found
                    ? Optional.of(IpLiteral.format(found.addresses()))
                    : Optional.empty();
        } catch (UpnpException e) {
            assertThat(e)
                    .hasMessageMatching("the router (sent (what is not well-formed XML|XML (with|that is) [a-zA-Z ,]+)"
                            + "|refused " + ACTION + " with error [0-9]{3}(: [a-z ]+)?"
                            + "|answered " + ACTION + " with something else than a reply to it)");
            return Optional.empty();
        }
    }

    private static Optional<String> slowly(String body) {
        return SlowXml.read(body)
                .filter(root -> root.depth() <= 32 && root.size() <= 4096)
                .filter(root -> root.name().equals("Envelope"))
                .flatMap(root -> root.child("Body"))
                .flatMap(inside -> inside.child(ACTION + "Response"))
                .flatMap(response -> response.child(ARGUMENT))
                .map(SlowXml::text)
                .filter(text -> IPV4.matcher(text).matches());
    }
}

package io.github.ddnskit.echo;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.internal.AddressText;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may come from a web server that is to tell an address. */
class BodyFuzzTest {

    private static final Provenance PROVENANCE =
            new Provenance(new SourceId("http", "x"), Vantage.REFLEXIVE, "x", true);

    private static final Pattern IPV4 = Pattern.compile(
            "(?!0\\.0\\.0\\.0)(?:N\\.){3}N".replace("N", "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"));

    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");

    @FuzzTest
    void believesOneAddressInTheFormAgreedUpon(byte[] bytes) throws IOException {
        String body = new String(bytes, StandardCharsets.UTF_8);
        assertThat(new BodyFormat.Plain().address(body)).hasValue(body);
        assertReadRightly(body);
        Optional<String> line = new BodyFormat.Line("ip").address(body);
        List<String> lines = List.of(body.split("\r\n|\r|\n", -1)).stream()
                .filter(text -> text.startsWith("ip="))
                .toList();
        assertThat(line).isEqualTo(lines.size() == 1 ? Optional.of(lines.get(0).substring(3)) : Optional.empty());
        line.ifPresent(BodyFuzzTest::assertReadRightly);
        Optional<String> json = BodyFormat.Json.at("/ip").address(body);
        assertThat(json).isEqualTo(slowly(body));
        json.ifPresent(BodyFuzzTest::assertReadRightly);
        BodyFormat.Json.at("/0/a~1b/")
                .address(body)
                .ifPresent(text -> assertThat(body).contains("["));
    }

    /** What a text is believed to be, against what the JDK takes it for. */
    private static void assertReadRightly(String text) {
        String line = text.replaceFirst("\r?\n\\z", "");
        assertThat(told(text, AddressFamily.IPV4))
                .isEqualTo(IPV4.matcher(line).matches() ? Optional.of(line) : Optional.empty());
        told(text, AddressFamily.IPV6).ifPresent(address -> {
            assertThat(line).matches(IPV6);
            try {
                InetAddress literal = InetAddress.getByName("[" + line + "]");
                assertThat(literal).isNotInstanceOf(Inet4Address.class).isEqualTo(IpLiteral.parse(address));
                assertThat(literal.isAnyLocalAddress()).isFalse();
            } catch (UnknownHostException e) {
                throw new AssertionError("believed to be " + address, e);
            }
        });
    }

    private static Optional<String> told(String text, AddressFamily family) {
        Observation observation = AddressText.read(text, "it", family, PROVENANCE);
        if (observation instanceof Observation.Found found) {
            assertThat(found.addresses()).hasSize(1);
            return Optional.of(IpLiteral.format(found.addresses()));
        }
        String cause = ((Observation.Unknown) observation).cause();
        assertThat(cause).as("no word of the text").matches("it answered with [a-zA-Z0-9 ,.:-]{1,200}");
        return Optional.empty();
    }

    /** {@return the string that is the only value of "ip" in the one object that the body is} */
    private static Optional<String> slowly(String body) throws IOException {
        List<String> strings = new ArrayList<>();
        int depth = 0;
        try (JsonParser parser = new JsonFactory()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
                if (token.isStructEnd()) {
                    depth--;
                    if (depth == 0) {
                        return parser.nextToken() == null ? strings.stream().findFirst() : Optional.empty();
                    }
                }
                if (depth == 1 && token == JsonToken.VALUE_STRING && "ip".equals(parser.currentName())) {
                    strings.add(parser.getText());
                }
                depth += token.isStructStart() ? 1 : 0;
            }
            return Optional.empty();
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }
}

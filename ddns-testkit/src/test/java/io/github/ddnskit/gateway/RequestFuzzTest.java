package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Prefix;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may come from whoever reaches the port: a target, an Authorization field and an X-Forwarded-For field. */
class RequestFuzzTest {

    private static final Sources SOURCES = new Sources(List.of(Prefix.parse("127.0.0.0/8"), Prefix.parse("::1/128")));

    @FuzzTest
    void readsARequestRightlyOrNotAtAll(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", 3);
        String authorization = lines.length > 1 ? lines[1] : "";
        String forwarded = lines.length > 2 ? lines[2] : "";
        GatewayRequest request = new GatewayRequest(
                "GET",
                lines[0],
                Map.of("authorization", List.of(authorization), "x-forwarded-for", List.of(forwarded)),
                IpLiteral.parse("127.0.0.1"),
                true);
        try {
            Target target = Target.parse(request.target());
            assertReadRightly(lines[0], target);
            Sources.Origin origin = SOURCES.of(request);
            assertThat(origin.address().equals(request.peer())
                            || Arrays.stream(forwarded.split(",", -1)).anyMatch(hop -> is(origin.address(), hop)))
                    .isTrue();
            Optional<Presented> basic = Presented.basic(request.header("authorization"));
            for (Protocol protocol : Protocol.ALL) {
                Ask ask = protocol.read(target, basic);
                ask.hosts().forEach(host -> assertThat(host).doesNotContain(",").isNotEmpty());
                Wanted.of(ask, origin.address())
                        .ifPresent(wanted -> wanted.addresses().values().stream()
                                .flatMap(java.util.Collection::stream)
                                .forEach(address -> assertThat(ask.addresses().isEmpty()
                                                || ask.addresses().stream()
                                                        .anyMatch(text -> IpLiteral.parse(text)
                                                                .equals(address)))
                                        .isTrue()));
                ask.credentials().ifPresent(one -> assertThat(ask + "" + one).doesNotContain("secret=" + one.secret()));
                ask.hosts().forEach(RequestFuzzTest::readHost);
            }
        } catch (MalformedRequestException e) {
            assertThat(e.sentence()).isNotEmpty();
            assertThat(e.status()).isBetween(400, 499);
        }
    }

    /** What is decoded is what the JDK decodes, but for the plus sign. */
    private static void assertReadRightly(String text, Target target) {
        assertThat(text).startsWith(target.path());
        assertThat(target.path()).startsWith("/").doesNotContain("?", "#", " ", "\r", "\n", "\0");
        int question = text.indexOf('?');
        String query = question < 0 ? "" : text.substring(question + 1);
        long pairs = List.of(query.split("&", -1)).stream()
                .filter(pair -> !pair.isEmpty())
                .count();
        assertThat(target.parameters()).hasSize((int) pairs);
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                assertThat(target.parameters()).containsEntry(name, value);
            }
        }
        target.parameters()
                .forEach((name, value) -> assertThat((name + value).chars()).noneMatch(c -> c < ' ' || c == 127));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean is(InetAddress address, String hop) {
        try {
            return IpLiteral.parse(hop.strip()).equals(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void readHost(String host) {
        try {
            assertThat(Hostname.of(host).ascii()).matches("[a-z0-9_*.-]+");
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}

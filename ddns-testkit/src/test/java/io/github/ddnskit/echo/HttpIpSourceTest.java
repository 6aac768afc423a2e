package io.github.ddnskit.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.testkit.contract.IpSourceContract;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpIpSourceTest {

    private static final String URL = "https://ip.example.org/";
    private static final Query V4 = Query.of(AddressFamily.IPV4, Duration.ofSeconds(20));
    private static final Query V6 = Query.of(AddressFamily.IPV6, Duration.ofSeconds(20));
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @SuppressWarnings("NullAway.Init")
    private static FakeHttp server;

    @SuppressWarnings("NullAway.Init")
    private static HttpEngine http;

    @BeforeAll
    static void start() {
        server = FakeHttp.start(Set.of("ip.example.org", "www.ip.co.jp"), exchange -> HttpAnswer.text(404, ""));
        http = server.engine().build();
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    @BeforeEach
    void clear() {
        server.clear();
    }

    private static HttpIpSource.Builder source() {
        return HttpIpSource.builder().url(URL).http(http).clock(CLOCK);
    }

    private static Observation ask(HttpAnswer answer) throws InterruptedException {
        server.answer(exchange -> answer);
        return source().build().observe(V4);
    }

    private static String cause(Observation observation) {
        assertThat(observation).isInstanceOf(Observation.Unknown.class);
        return ((Observation.Unknown) observation).cause();
    }

    @Test
    void takesABareAddressOverTheFamilyAskedFor() throws Exception {
        server.answer(exchange ->
                HttpAnswer.text(200, exchange.family() == AddressFamily.IPV4 ? "198.51.100.7\n" : "2001:db8::7\r\n"));
        HttpIpSource source = HttpIpSourceTest.source().build();
        Provenance provenance =
                new Provenance(new SourceId("http", "ip.example.org"), Vantage.REFLEXIVE, "example.org", true);
        assertThat(source.observe(V4))
                .isEqualTo(new Observation.Found(Set.of(IpLiteral.parse("198.51.100.7")), provenance));
        if (server.hasIpv6()) {
            assertThat(source.observe(V6))
                    .isEqualTo(new Observation.Found(Set.of(IpLiteral.parse("2001:db8::7")), provenance));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/ip | - | {\"ip\":\"198.51.100.7\",\"country\":\"x\"} | true",
                "/a/0/ip | - | {\"a\":[{\"ip\":\"198.51.100.7\"}]} | true",
                "/ip | - | {\"ip\":[\"198.51.100.7\"]} | false",
                "/ip | - | {\"ip\":\"198.51.100.7\",\"ip\":\"198.51.100.8\"} | false",
                "/ip | - | {\"ip\":\"198.51.100.7\"} 198.51.100.8 | false",
                "/ip | - | {\"ip\":\"198.51.100.7, 198.51.100.8\"} | false",
                "/ip | - | 198.51.100.7 | false",
                "- | ip | 'fl=1\nip=198.51.100.7\nwarp=off\n' | true",
                "- | ip | 'ip=198.51.100.7\nip=198.51.100.8' | false",
                "- | ip | 'skip=198.51.100.7' | false",
                "- | ip | 'ip = 198.51.100.7' | false",
            })
    void readsJsonAndLinesStrictly(String pointer, String key, String body, boolean found) throws Exception {
        server.answer(exchange -> HttpAnswer.text(200, body));
        HttpIpSource.Builder builder = source();
        HttpIpSource source = (pointer == null ? builder.key(key) : builder.jsonPointer(pointer)).build();
        assertThat(source.observe(V4) instanceof Observation.Found).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | nothing",
                "' \n' | nothing",
                "<html>198.51.100.7</html> | captive portal",
                "'\n<!DOCTYPE html>' | captive portal",
                "198.51.100.7 198.51.100.8 | something else",
                "'198.51.100.7\n198.51.100.8\n' | something else",
                "'198.51.100.7, 198.51.100.8' | something else",
                "' 198.51.100.7' | something else",
                "198.51.100.07 | something else",
                "198.51.100 | something else",
                "your address: 198.51.100.7 | something else",
                "::ffff:198.51.100.7 | IPv4-mapped",
                "2001:db8::7 | not ipv4",
                "0.0.0.0 | no address",
                "198.51.100.7\u200b | something else",
            })
    void believesNothingButOneAddressOfTheFamily(String body, String words) throws Exception {
        assertThat(cause(ask(HttpAnswer.text(200, body)))).contains(words).doesNotContain("198.51.100");
    }

    @ParameterizedTest
    @CsvSource({"204", "206", "301", "302", "404", "500", "511"})
    void onlyStatus200Counts(int status) throws Exception {
        String cause = cause(ask(HttpAnswer.text(status, status == 204 ? "" : "198.51.100.7")
                .with("Location", "https://www.ip.co.jp/")));
        assertThat(cause).contains("status " + status);
        assertThat(cause.contains("captive portal")).isEqualTo(status == 301 || status == 302 || status == 511);
        assertThat(server.exchanges()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "429, 120, PT2M",
                "503, 120, PT2M",
                "403, 120, PT2M",
                "429, -, PT10M",
                "403, -, PT1H",
                "503, -, -",
                "429, soon, PT10M",
                "'429', 'Thu, 01 Jan 1970 00:00:30 GMT', PT30S"
            })
    void leavesAServiceAloneForAsLongAsItDemands(int status, String retryAfter, String wait) throws Exception {
        HttpAnswer answer = HttpAnswer.text(status, "");
        Observation observation = ask(retryAfter == null ? answer : answer.with("Retry-After", retryAfter));
        assertThat(((Observation.Unknown) observation).retryAfter())
                .isEqualTo(wait == null ? null : Duration.parse(wait));
    }

    @Test
    void readsNoMoreThanOneKibibyte() throws Exception {
        assertThat(cause(ask(HttpAnswer.text(200, "198.51.100.7" + "\n".repeat(1013)))))
                .contains("more than the 1024 bytes");
    }

    @Test
    void neitherHangsNorTrustsWhoeverAnswersWithoutACertificate() throws Exception {
        try (HttpEngine untrusting = HttpEngine.builder()
                .connectTo(server.addresses().toArray(InetSocketAddress[]::new))
                .build()) {
            assertThat(cause(source().http(untrusting).build().observe(V4))).contains("TLS");
        }
    }

    @Test
    void aDrippingBodyEndsWithTheTimeOfTheQuestion() throws Exception {
        try (RawServer dripping = RawServer.dripping();
                HttpIpSource source = HttpIpSource.builder()
                        .url(dripping.url())
                        .allowPlainHttp(true)
                        .build()) {
            assertThat(cause(source.observe(Query.of(AddressFamily.IPV4, Duration.ofMillis(200)))))
                    .contains("did not answer in time");
        }
    }

    @Test
    void eachQuestionHasAConnectionOfItsOwnFromTheAddressGiven() throws Exception {
        try (RawServer plain = RawServer.answering("198.51.100.7");
                HttpIpSource source = HttpIpSource.builder()
                        .url(plain.url())
                        .allowPlainHttp(true)
                        .build()) {
            InetAddress other = IpLiteral.parse("127.0.0.3");
            assertThat(source.observe(V4))
                    .isInstanceOfSatisfying(
                            Observation.Found.class,
                            found -> assertThat(found.provenance().authenticated())
                                    .isFalse());
            assertThat(source.observe(new Query(AddressFamily.IPV4, Duration.ofSeconds(20), other)))
                    .isInstanceOf(Observation.Found.class);
            assertThat(plain.peers()).containsExactly(IpLiteral.parse("127.0.0.1"), other);
        }
    }

    @Test
    void aServiceForOneFamilyIsNotAskedForTheOther() throws Exception {
        HttpIpSource source =
                HttpIpSource.builder().url(AddressFamily.IPV4, URL).http(http).build();
        assertThat(cause(source.observe(V6))).contains("not asked for ipv6");
        assertThat(cause(HttpIpSource.builder()
                        .url("https://127.0.0.1/")
                        .http(http)
                        .build()
                        .observe(V6)))
                .contains("over ipv4 only");
        assertThat(cause(source.observe(new Query(AddressFamily.IPV4, Duration.ofSeconds(1), IpLiteral.parse("::1")))))
                .contains("can be asked from ::1");
        assertThat(server.exchanges()).isEmpty();
    }

    @Test
    void namesTheOperatorAfterTheEndOfTheHost() {
        assertThat(HttpIpSource.operatorOf("v4.ident.me")).isEqualTo("ident.me");
        assertThat(HttpIpSource.operatorOf("www.ip.co.jp")).isEqualTo("ip.co.jp");
        assertThat(HttpIpSource.operatorOf("IP.example.ORG")).isEqualTo("example.org");
        assertThat(HttpIpSource.operatorOf("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(HttpIpSource.operatorOf("[2001:db8::1]")).isEqualTo("[2001:db8::1]");
        assertThat(HttpIpSource.operatorOf("localhost")).isEqualTo("localhost");
    }

    @Test
    void saysWhatIsWrongWithTheSettings() {
        assertThatThrownBy(() -> HttpIpSource.builder().build()).hasMessageContaining("needs a URL");
        assertThatThrownBy(() -> HttpIpSource.of("http://ip.example.org/")).hasMessageContaining("use https");
        assertThatThrownBy(() -> HttpIpSource.of("ftp://ip.example.org/")).hasMessageContaining("not a URL");
        assertThatThrownBy(() -> source().jsonPointer("ip")).hasMessageContaining("with a slash first");
        assertThatThrownBy(() -> source().key("a=b")).hasMessageContaining("before the =");
    }

    @Nested
    class Contract extends IpSourceContract {

        @Override
        protected IpSourceFixture fixture() {
            return new Fixture();
        }
    }

    private static final class Fixture extends HttpSourceFixture {

        Fixture() {
            super(server, HttpIpSourceTest.source().build());
            server.answer(exchange -> HttpAnswer.text(200, text(exchange)));
        }

        private static String text(HttpExchange exchange) {
            return exchange.family() == AddressFamily.IPV4 ? "198.51.100.7" : "2001:db8::7";
        }

        @Override
        public Set<InetAddress> addresses(AddressFamily family) {
            if (family == AddressFamily.IPV6 && !server.hasIpv6()) {
                return Set.of();
            }
            return Set.of(IpLiteral.parse(family == AddressFamily.IPV4 ? "198.51.100.7" : "2001:db8::7"));
        }

        @Override
        public Map<String, Runnable> lies() {
            return Map.of(
                    "a page", () -> server.answer(exchange -> HttpAnswer.text(200, "<html>" + text(exchange))),
                    "a redirect",
                            () -> server.answer(exchange ->
                                    HttpAnswer.text(302, text(exchange)).with("Location", URL)));
        }
    }
}

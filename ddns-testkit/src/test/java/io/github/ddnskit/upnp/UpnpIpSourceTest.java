package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.testkit.gateway.FakeUpnpRouter;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpnpIpSourceTest {

    private static final Query V4 = Query.of(AddressFamily.IPV4, Duration.ofSeconds(20));
    private static final Query V6 = Query.of(AddressFamily.IPV6, Duration.ofSeconds(20));

    /** Shared, since each engine reads the trust store of the platform. */
    private static final HttpEngine HTTP = HttpEngine.create();

    /** For searches that are not answered with anything to believe. */
    private static final Query SHORT = Query.of(AddressFamily.IPV4, Duration.ofMillis(200));

    private final FakeUpnpRouter router = FakeUpnpRouter.start();

    @AfterEach
    void stop() {
        router.close();
    }

    private UpnpGateway gateway() {
        return UpnpGateway.at(router.address(), router.ssdpPort());
    }

    private Observation ask(Query query) throws InterruptedException {
        return ask(UpnpIpSource.builder().gateway(gateway()), query);
    }

    private static Observation ask(UpnpIpSource.Builder builder, Query query) throws InterruptedException {
        try (UpnpIpSource source = builder.http(HTTP).build()) {
            return source.observe(query);
        }
    }

    private static void assertFound(Observation observation, String address) {
        assertThat(observation).isInstanceOfSatisfying(Observation.Found.class, found -> {
            assertThat(found.addresses()).containsExactly(IpLiteral.parse(address));
            assertThat(found.provenance().vantage()).isEqualTo(Vantage.GATEWAY);
            assertThat(found.provenance().authenticated()).isFalse();
        });
    }

    private static void assertUnknown(Observation observation, String words) {
        assertThat(observation)
                .isInstanceOfSatisfying(
                        Observation.Unknown.class,
                        unknown -> assertThat(unknown.cause()).contains(words));
    }

    private void script(Function<HttpExchange, Optional<HttpAnswer>> script) {
        router.script(script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:schemas-upnp-org:service:WANIPConnection:1",
                "urn:schemas-upnp-org:service:WANIPConnection:2",
                "urn:schemas-upnp-org:service:WANPPPConnection:1"
            })
    void asksTheServiceThatTheRouterHas(String type) throws Exception {
        router.services("urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1", type);
        assertFound(ask(V4), "192.0.2.1");
    }

    @Test
    void searchesOnceAndAsksAgainWhereItFound() throws Exception {
        try (UpnpIpSource source =
                UpnpIpSource.builder().gateway(gateway()).http(HTTP).build()) {
            assertFound(source.observe(V4), "192.0.2.1");
            int searches = router.searches();
            router.externalAddress("192.0.2.9");
            assertFound(source.observe(V4), "192.0.2.9");
            assertThat(router.searches()).isEqualTo(searches);
            assertThat(router.exchanges()).extracting(HttpExchange::method).containsExactly("GET", "POST", "POST");
        }
    }

    @Test
    void aPinnedDescriptionIsNotSearched() throws Exception {
        assertFound(
                ask(UpnpIpSource.builder().gateway(UpnpGateway.described(router.descriptionUrl())), V4), "192.0.2.1");
        assertThat(router.searches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", " "})
    void aRouterThatIsNotConnectedHasNoAddress(String nothing) throws Exception {
        router.externalAddress(nothing);
        assertUnknown(ask(V4), "not connected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "100.64.0.2"})
    void tellsAnAddressThatIsNotPublicAsItIs(String address) throws Exception {
        router.externalAddress(address);
        assertFound(ask(V4), address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "::ffff:192.0.2.1 | IPv4-mapped",
                "2001:db8::1 | not ipv4",
                "192.0.2.1 192.0.2.2 | something else",
                "&lt;html&gt; | page",
                "192.0.2.1</NewExternalIPAddress><NewExternalIPAddress>192.0.2.2 | not connected",
                "<b>192.0.2.1</b> | not connected",
            })
    void believesNothingButOneAddress(String text, String words) throws Exception {
        router.externalAddress(text);
        assertUnknown(ask(V4), words);
    }

    @Test
    void saysInWordsWhatTheRouterRefused() throws Exception {
        assertUnknown(
                ask(UpnpIpSource.builder().gateway(gateway()).ipv6OfRouter(), V6),
                "refused X_AVM_DE_GetExternalIPv6Address with error 401: it does not know this action");
        script(exchange -> exchange.method().equals("POST") ? Optional.of(HttpAnswer.text(403, "")) : Optional.empty());
        assertUnknown(ask(V4), "status 403");
    }

    @Test
    void aFritzBoxTellsItsIpv6AddressOrThatOfAHostBehindIt() throws Exception {
        router.ipv6("2001:db8:1::1", "2001:db8:77::", "56");
        assertUnknown(ask(V6), "IPv4 only");
        UpnpIpSource.Builder builder = UpnpIpSource.builder().gateway(gateway());
        assertFound(ask(builder.ipv6OfRouter(), V6), "2001:db8:1::1");
        assertFound(ask(builder.ipv6Suffix("::1:0:0:0:7"), V6), "2001:db8:77:1::7");
        assertUnknown(ask(builder.ipv6Suffix("::1000:0:0:0:7"), V6), "does not fit behind the /56");
        router.ipv6("", "2001:db8:77::/64", "64");
        assertFound(ask(builder.ipv6Suffix("::7"), V6), "2001:db8:77::7");
        router.ipv6("", "2001:db8:77:1::", "56");
        assertUnknown(ask(builder.ipv6Suffix("::7"), V6), "longer than it says");
        for (String length : List.of("0", "65", "x", "")) {
            router.ipv6("", "2001:db8:77::", length);
            assertUnknown(ask(builder.ipv6Suffix("::7"), V6), "length that none has");
        }
        router.ipv6("::", "", "0");
        assertUnknown(ask(builder.ipv6Suffix("::7"), V6), "has no IPv6 prefix");
        assertUnknown(ask(builder.ipv6OfRouter(), V6), "has no outer IPv6 address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:%d/desc.xml",
                "http://192.0.2.1:%d/desc.xml",
                "http://localhost:%d/desc.xml",
                "https://127.0.0.1:%d/desc.xml",
                "http://user@127.0.0.1:%d/desc.xml",
                "http://127.0.0.1:%d/desc.xml#x",
                "http://127.0.0.1:0/desc.xml",
                "http://[::1]:%d/desc.xml",
                "http://[::ffff:127.0.0.1]:%d/desc.xml",
                "file:///etc/hostname",
                "http://127.0.0.1:%d/desc.xml\r\nLOCATION: http://127.0.0.1:%d/desc.xml",
            })
    void goesNowhereButToTheAddressThatAnswered(String location) throws Exception {
        int port = URI.create(router.descriptionUrl()).getPort();
        router.searchReply(
                reply -> reply.replace(router.descriptionUrl(), location.replace("%d", Integer.toString(port))));
        assertUnknown(ask(SHORT), "the search of UPnP");
        assertThat(router.exchanges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 OK | 404 Not Found",
                "InternetGatewayDevice | MediaServer",
                "HTTP/1.1 | NOTIFY * HTTP/1.1",
                "LOCATION | AL",
            })
    void takesNothingElseForAReplyToItsSearch(String from, String to) throws Exception {
        router.searchReply(reply -> reply.replace(from, to));
        assertUnknown(ask(SHORT), "the search of UPnP");
        assertThat(router.exchanges()).isEmpty();
    }

    @Test
    void onlyTheRouterThatWasChosenIsBelieved() throws Exception {
        // It answers from 127.0.0.1, and that is not whom the user chose.
        assertUnknown(ask(UpnpIpSource.builder().gateway(UpnpGateway.at("127.0.0.2", router.ssdpPort())), SHORT), "");
        assertThat(router.exchanges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/ctl",
                "http://192.0.2.1/ctl",
                "//192.0.2.1/ctl",
                "https://127.0.0.1/ctl",
                "http://router.example/ctl",
                "",
                "http://a b/"
            })
    void aServiceElsewhereIsNone(String control) throws Exception {
        script(exchange -> exchange.path().equals("/desc.xml")
                ? Optional.of(HttpAnswer.xml(
                        200,
                        "<root><URLBase>http://192.0.2.1/</URLBase><device><serviceList><service><serviceType>"
                                + FakeUpnpRouter.WAN_IP_1 + "</serviceType><controlURL>" + control
                                + "</controlURL></service></serviceList></device></root>"))
                : Optional.empty());
        assertUnknown(ask(V4), "no service of its own");
        assertThat(router.exchanges()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE root [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><root>&x;</root>",
                "<!DOCTYPE root SYSTEM \"http://127.0.0.1:1/x.dtd\"><root/>",
                "<!DOCTYPE root [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]><root>&b;</root>",
                "<root>&unknown;</root>",
                "<root><a></root>",
                "<html>Log in</html>",
                "{}",
                ""
            })
    void refusesHostileDocuments(String document) throws Exception {
        script(exchange -> Optional.of(HttpAnswer.xml(200, document)));
        assertUnknown(ask(V4), "the router 127.0.0.1");
        script(exchange ->
                exchange.method().equals("POST") ? Optional.of(HttpAnswer.xml(200, document)) : Optional.empty());
        assertUnknown(ask(V4), "the router 127.0.0.1");
        assertThat(router.exchanges()).extracting(HttpExchange::path).containsOnly("/desc.xml", "/ctl");
    }

    @Test
    void neitherFollowsRedirectsNorReadsWithoutEnd() throws Exception {
        script(exchange -> Optional.of(HttpAnswer.text(302, "").with("Location", "/other.xml")));
        assertUnknown(ask(V4), "status 302");
        assertThat(router.exchanges()).hasSize(1);
        script(exchange -> Optional.of(HttpAnswer.xml(200, "<root>" + " ".repeat(65_536) + "</root>")));
        assertUnknown(ask(V4), "more than the 65536 bytes");
        script(exchange -> Optional.of(HttpAnswer.xml(200, "<a>".repeat(20_000))));
        assertUnknown(ask(V4), "too big");
    }

    @Test
    void findsARouterThatCameBackElsewhere() throws Exception {
        UpnpGateway known = gateway();
        try (UpnpIpSource source =
                UpnpIpSource.builder().gateway(known).http(HTTP).build()) {
            assertFound(source.observe(V4), "192.0.2.1");
            script(exchange ->
                    exchange.path().equals("/ctl") && router.exchanges().size() < 4
                            ? Optional.of(HttpAnswer.disconnect())
                            : Optional.empty());
            assertFound(source.observe(V4), "192.0.2.1");
            assertThat(router.exchanges())
                    .extracting(HttpExchange::path)
                    .containsExactly("/desc.xml", "/ctl", "/ctl", "/desc.xml", "/ctl");
        }
    }

    @Test
    void saysWhatIsWrongWithTheSettings() {
        assertThatThrownBy(() -> UpnpGateway.at("fritz.box")).hasMessageContaining("not an IP address");
        assertThatThrownBy(() -> UpnpGateway.described("http://fritz.box:49000/igddesc.xml"))
                .hasMessageContaining("a name can be taken over");
        assertThatThrownBy(() -> UpnpGateway.described("https://192.0.2.1/")).hasMessageContaining("plain http");
        assertThatThrownBy(() -> UpnpIpSource.builder().ipv6Suffix("192.0.2.1"))
                .hasMessageContaining("is not an identifier: write one such as ::1:2:3:4");
    }

    @Test
    void aConfigurationMakesASourceThatHints() throws Exception {
        var factory = Catalog.load().source("upnp").orElseThrow();
        try (IpSource source = factory.create(Settings.of(Map.of("description", router.descriptionUrl())))) {
            assertThat(source).isInstanceOf(ChangeSignal.class);
            assertThat(source.id()).hasToString("upnp:127.0.0.1");
            assertFound(source.observe(V4), "192.0.2.1");
        }
        try (IpSource source = factory.create(
                Settings.of(Map.of("description", router.descriptionUrl(), "events", false, "ipv6OfRouter", true)))) {
            assertThat(source).isNotInstanceOf(ChangeSignal.class);
        }
        assertThatThrownBy(() -> factory.create(Settings.of(Map.of("gateway", "192.0.2.1", "interface", "eth0"))))
                .hasMessageContaining("use one of them");
        assertThatThrownBy(() -> factory.create(Settings.of(Map.of("ipv6OfRouter", true, "ipv6Suffix", "::1"))))
                .hasMessageContaining("use one of them");
    }
}

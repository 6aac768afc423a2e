package io.github.ddnskit.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.echo.WellKnown.Endpoint;
import io.github.ddnskit.echo.WellKnown.Kind;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellKnownTest {

    private static final WellKnown LIST = WellKnown.bundled();
    private static final Query V4 = Query.of(AddressFamily.IPV4, Duration.ofSeconds(20));
    private static final String TWO = """
            [{"id": "a", "operator": "a.example", "kind": "http", "ipv4": "https://a.example/", "checked": "2026-11-22"},
             {"id": "b", "operator": "b.example", "kind": "http", "ipv4": "https://b.example/", "key": "ip",
              "checked": "2026-11-22", "notes": "x"}]
            """;

    @Test
    void everyRowIsComplete() {
        assertThat(LIST.endpoints()).hasSizeGreaterThan(9).allSatisfy(endpoint -> {
            assertThat(endpoint.notes()).isNotBlank();
            assertThat(endpoint.operator()).contains(".");
            if (endpoint.kind() == Kind.HTTP) {
                assertThat(endpoint.addresses().values())
                        .allMatch(url -> url.startsWith("https://"))
                        .noneMatch(url -> url.contains("1.1.1.1") || url.contains("checkip.dyndns.org"));
            }
        });
    }

    @Test
    void whatCloudflareRunsCountsOnce() {
        assertThat(Set.of("icanhazip", "cloudflare-trace", "cloudflare-stun", "cloudflare-dns"))
                .allMatch(id -> LIST.endpoint(id).operator().equals("cloudflare.com"));
    }

    @Test
    void makesASourceOfEach() {
        for (Endpoint endpoint : LIST.endpoints()) {
            try (IpSource source = LIST.sources(endpoint.id()).get(0)) {
                assertThat(source.id().type())
                        .isEqualTo(Map.of(Kind.HTTP, "http", Kind.DNS, "dns-whoami", Kind.STUN, "stun")
                                .get(endpoint.kind()));
            }
        }
        try (IpSource all = HttpIpSource.wellKnown()) {
            assertThat(all.id().toString()).startsWith("well-known:ipify,").contains("icanhazip");
        }
    }

    @Test
    void asksTheNextWhenOneDoesNotAnswerAndLeavesThatAlone() throws Exception {
        WellKnown list = WellKnown.parse(TWO);
        try (FakeHttp server = FakeHttp.start(
                Set.of("a.example", "b.example"),
                exchange -> exchange.host().equals("a.example")
                        ? HttpAnswer.text(429, "").with("Retry-After", "1000")
                        : HttpAnswer.text(200, "ip=198.51.100.7"))) {
            HttpEngine http = server.engine().build();
            try (IpSource source = FailoverIpSource.of(list.endpoints(), list, http)) {
                for (int i = 0; i < 2; i++) {
                    assertThat(source.observe(V4))
                            .isInstanceOfSatisfying(
                                    Observation.Found.class,
                                    found -> assertThat(found.provenance())
                                            .isEqualTo(
                                                    new Provenance(source.id(), source.vantage(), "b.example", true)));
                }
                assertThat(server.exchanges())
                        .extracting(HttpExchange::host)
                        .containsExactly("a.example", "b.example", "b.example");
                server.answer(exchange -> HttpAnswer.text(503, "").with("Retry-After", "500"));
                assertThat(source.observe(V4).toString()).contains("b.example", "503");
                assertThat(source.observe(V4))
                        .isInstanceOfSatisfying(
                                Observation.Unknown.class,
                                unknown -> assertThat(unknown.retryAfter())
                                        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(500)));
                assertThat(server.exchanges()).hasSize(4);
                assertThat(source.observe(Query.of(AddressFamily.IPV6, Duration.ofSeconds(1)))
                                .toString())
                        .contains("nobody to ask for ipv6");
            }
        }
    }

    @Test
    void aConfigurationNamesThemAndMayBringItsOwnList(@TempDir Path folder) throws IOException {
        Path own = Files.writeString(folder.resolve("list.json"), TWO);
        var factory = Catalog.load().source("well-known").orElseThrow();
        try (IpSource source = factory.create(Settings.of(Map.of("names", List.of("dedyn", "ident-me"))))) {
            assertThat(source.id().toString()).isEqualTo("well-known:dedyn,ident-me");
        }
        try (IpSource source = factory.create(Settings.of(Map.of("names", List.of("b"), "list", own)))) {
            assertThat(source.id().toString()).isEqualTo("well-known:b");
        }
        assertThatThrownBy(() -> factory.create(Settings.of(Map.of("names", List.of("ipfy")))))
                .hasMessageContaining("use one of ipify, ");
        assertThatThrownBy(() -> factory.create(Settings.of(Map.of("names", List.of()))))
                .hasMessageContaining("name one or more");
        assertThatThrownBy(() ->
                        factory.create(Settings.of(Map.of("names", List.of("b"), "list", folder.resolve("none.json")))))
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | not an array",
                "[] | not an array",
                "[ | not JSON",
                "[{\"id\": \"a\"}] | \"kind\" must be",
                "[{\"kind\": \"ftp\"}] | http, stun or dns",
                "[{\"kind\": \"http\", \"nmae\": \"x\"}] | \"nmae\" is not known",
                "[{\"kind\": \"stun\", \"pointer\": \"/x\"}] | \"pointer\" is not known",
                "[{\"kind\": \"http\"}] | where it is asked",
            })
    void saysWhereAListIsWrong(String json, String words) {
        assertThatThrownBy(() -> WellKnown.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void twoOfOneNameAreRefused() {
        assertThatThrownBy(() -> WellKnown.parse(TWO.replace("\"b\"", "\"a\""))).hasMessageContaining("two called");
        assertThatThrownBy(() -> WellKnown.parse(TWO.replace("2026-11-22", "today")))
                .hasMessageContaining("must be a date");
    }
}

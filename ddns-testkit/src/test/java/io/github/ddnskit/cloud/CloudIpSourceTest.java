package io.github.ddnskit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.echo.HttpSourceFixture;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.Vantage;
import io.github.ddnskit.testkit.contract.IpSourceContract;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CloudIpSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Shared, since each engine reads the trust store of the platform. */
    private static final HttpEngine HTTP = HttpEngine.create();

    private static final String V4 = "198.51.100.7";
    private static final String V6 = "2001:db8::7";

    @SuppressWarnings("NullAway.Init")
    private static FakeHttp server;

    @BeforeAll
    static void start() {
        server = FakeHttp.startPlain(exchange -> HttpAnswer.text(404, ""));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clear() {
        server.clear();
    }

    private static String endpoint() {
        return "http://127.0.0.1:" + server.addresses().get(0).getPort();
    }

    private static Observation ask(CloudIpSource.Builder builder, AddressFamily family) throws InterruptedException {
        try (CloudIpSource source = builder.endpoint(endpoint()).http(HTTP).build()) {
            return source.observe(Query.of(family, PATIENCE));
        }
    }

    private static void assertFound(Observation observation, String address) {
        assertThat(observation).isInstanceOfSatisfying(Observation.Found.class, found -> {
            assertThat(found.addresses()).containsExactly(IpLiteral.parse(address));
            assertThat(found.provenance().vantage()).isEqualTo(Vantage.GATEWAY);
            assertThat(found.provenance().authenticated()).isFalse();
        });
    }

    private static HttpAnswer ec2(HttpExchange exchange) {
        if (exchange.path().equals("/latest/api/token")) {
            return exchange.method().equals("PUT")
                            && exchange.header("X-aws-ec2-metadata-token-ttl-seconds")
                                    .isPresent()
                    ? HttpAnswer.text(200, "AQAE-token==")
                    : HttpAnswer.text(405, "");
        }
        if (!exchange.header("X-aws-ec2-metadata-token")
                .filter("AQAE-token=="::equals)
                .isPresent()) {
            return HttpAnswer.text(401, "");
        }
        return switch (exchange.path()) {
            case "/latest/meta-data/public-ipv4" -> HttpAnswer.text(200, V4);
            case "/latest/meta-data/ipv6" -> HttpAnswer.text(200, V6);
            default -> HttpAnswer.text(404, "");
        };
    }

    @Test
    void ec2IsAskedWithATokenOnly() throws Exception {
        server.answer(CloudIpSourceTest::ec2);
        assertFound(ask(CloudIpSource.ec2(), AddressFamily.IPV4), V4);
        assertFound(ask(CloudIpSource.ec2(), AddressFamily.IPV6), V6);
        server.answer(exchange -> exchange.method().equals("PUT") ? ec2(exchange) : HttpAnswer.text(404, ""));
        assertThat(ask(CloudIpSource.ec2(), AddressFamily.IPV4)).isInstanceOf(Observation.Absent.class);
        server.clear();
        server.answer(exchange -> HttpAnswer.text(403, ""));
        assertThat(ask(CloudIpSource.ec2(), AddressFamily.IPV4).toString()).contains("gave no token");
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void gceMustSayThatItIsGce() throws Exception {
        Function<HttpExchange, HttpAnswer> gce = exchange ->
                !exchange.header("Metadata-Flavor").filter("Google"::equals).isPresent()
                        ? HttpAnswer.text(403, "")
                        : HttpAnswer.text(
                                200,
                                exchange.path()
                                                .equals(
                                                        "/computeMetadata/v1/instance/network-interfaces/0/access-configs/0/external-ip")
                                        ? V4
                                        : V6 + "\n");
        server.answer(exchange -> gce.apply(exchange).with("Metadata-Flavor", "Google"));
        assertFound(ask(CloudIpSource.gce(), AddressFamily.IPV4), V4);
        assertFound(ask(CloudIpSource.gce(), AddressFamily.IPV6), V6);
        server.answer(gce);
        assertThat(ask(CloudIpSource.gce(), AddressFamily.IPV4).toString()).contains("does not say that it is");
        server.answer(exchange -> HttpAnswer.text(200, "").with("Metadata-Flavor", "Google"));
        assertThat(ask(CloudIpSource.gce(), AddressFamily.IPV4)).isInstanceOf(Observation.Absent.class);
        server.answer(exchange -> HttpAnswer.text(404, "").with("Metadata-Flavor", "Google"));
        assertThat(ask(CloudIpSource.gce(), AddressFamily.IPV6)).isInstanceOf(Observation.Absent.class);
        server.answer(exchange -> HttpAnswer.text(503, "").with("Metadata-Flavor", "Google"));
        assertThat(ask(CloudIpSource.gce(), AddressFamily.IPV6)).isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void azureIsAskedInBothPlacesWhereItKeepsAddresses() throws Exception {
        String network = "{\"interface\":[{\"ipv4\":{\"ipAddress\":[{\"privateIpAddress\":\"10.0.0.4\","
                + "\"publicIpAddress\":\"%s\"}]},\"ipv6\":{\"ipAddress\":[]}}]}";
        String balancer = "{\"loadbalancer\":{\"publicIpAddresses\":["
                + "{\"frontendIpAddress\":\"[2001:db8::7]\",\"privateIpAddress\":\"fd00::4\"},"
                + "{\"frontendIpAddress\":\"198.51.100.9\",\"privateIpAddress\":\"10.0.0.4\"}]}}";
        Function<String, Function<HttpExchange, HttpAnswer>> azure = address -> exchange -> {
            if (!exchange.header("Metadata").filter("true"::equals).isPresent()
                    || !exchange.query().containsKey("api-version")) {
                return HttpAnswer.text(400, "");
            }
            return HttpAnswer.json(
                    200, exchange.path().equals("/metadata/loadbalancer") ? balancer : network.formatted(address));
        };
        server.answer(azure.apply(V4));
        assertFound(ask(CloudIpSource.azure(), AddressFamily.IPV4), V4);
        assertFound(ask(CloudIpSource.azure(), AddressFamily.IPV6), V6);
        server.answer(azure.apply(""));
        assertFound(ask(CloudIpSource.azure(), AddressFamily.IPV4), "198.51.100.9");
        server.answer(exchange -> exchange.path().equals("/metadata/loadbalancer")
                ? HttpAnswer.json(404, "{}")
                : azure.apply("").apply(exchange));
        assertThat(ask(CloudIpSource.azure(), AddressFamily.IPV4).toString()).contains("knows no public ipv4");
        server.answer(exchange -> HttpAnswer.text(200, "<html>"));
        assertThat(ask(CloudIpSource.azure(), AddressFamily.IPV4).toString()).contains("without interfaces");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        server.answer(exchange -> HttpAnswer.text(302, V4).with("Location", endpoint() + "/elsewhere"));
        for (var builder :
                new CloudIpSource.Builder[] {CloudIpSource.ec2(), CloudIpSource.gce(), CloudIpSource.azure()}) {
            assertThat(ask(builder, AddressFamily.IPV4)).isInstanceOf(Observation.Unknown.class);
        }
        assertThat(server.exchanges())
                .hasSize(3)
                .noneMatch(exchange -> exchange.path().equals("/elsewhere"));
    }

    @Test
    void theCatalogueHasThem() {
        for (String id : new String[] {"ec2", "gce", "azure-vm"}) {
            try (IpSource source = Catalog.load()
                    .source(id)
                    .orElseThrow()
                    .create(Settings.of(Map.of("endpoint", "http://127.0.0.1:9")))) {
                assertThat(source.id()).hasToString(id);
            }
        }
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
            super(server, CloudIpSource.ec2().endpoint(endpoint()).http(HTTP).build());
            server.answer(CloudIpSourceTest::ec2);
        }

        @Override
        public Set<InetAddress> addresses(AddressFamily family) {
            return Set.of(IpLiteral.parse(family == AddressFamily.IPV4 ? V4 : V6));
        }

        @Override
        public Map<String, Runnable> lies() {
            return Map.of(
                    "no token", () -> server.answer(exchange -> HttpAnswer.text(200, "")),
                    "a page", () -> server.answer(exchange -> HttpAnswer.text(200, "<html>" + V4)),
                    "two addresses",
                            () -> server.answer(exchange -> exchange.method().equals("PUT")
                                    ? ec2(exchange)
                                    : HttpAnswer.text(200, V4 + "\n" + V4)));
        }
    }
}

package io.github.ddnskit.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.HttpIpSource;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.NatPmpIpSource;
import io.github.ddnskit.ip.StunIpSource;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.upnp.UpnpGateway;
import io.github.ddnskit.upnp.UpnpIpSource;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What our own sources find in each situation. */
@Timeout(600)
final class HomeNetworkTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** For a source that is not going to be told anything. */
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Shared, since each engine reads the trust store of the platform. */
    private static final HttpEngine HOME = HttpEngine.create();

    @Test
    void allAgreeOnAPublicAddress() throws Exception {
        try (Asked home = new Asked(HomeNetwork::publicAddress)) {
            assertThat(home.upnp(LONG)).isEqualTo("203.0.113.7");
            assertThat(home.natPmp(LONG)).isEqualTo("203.0.113.7");
            assertThat(home.stun(AddressFamily.IPV4, LONG)).isEqualTo("203.0.113.7");
            assertThat(home.http(LONG)).isEqualTo("203.0.113.7");
            if (home.network.stun().hasIpv6()) {
                assertThat(home.stun(AddressFamily.IPV6, LONG)).isEqualTo("2001:db8:1::7");
            }
        }
    }

    @Test
    void behindAnotherNatTheRouterHasAPrivateAddress() throws Exception {
        try (Asked carrier = new Asked(HomeNetwork::carrierGradeNat);
                Asked inner = new Asked(HomeNetwork::doubleNat)) {
            assertThat(carrier.upnp(LONG)).isEqualTo("100.64.7.8");
            assertThat(carrier.natPmp(LONG)).isEqualTo("100.64.7.8");
            assertThat(carrier.http(LONG)).isEqualTo("203.0.113.7");
            assertThat(inner.upnp(LONG)).isEqualTo("192.168.1.2");
            assertThat(inner.stun(AddressFamily.IPV4, LONG)).isEqualTo("203.0.113.7");
        }
    }

    @Test
    void inATunnelTheRouterHasNoAddressOfItsOwn() throws Exception {
        try (Asked home = new Asked(HomeNetwork::dsLite)) {
            assertThat(home.upnp(LONG)).isEqualTo("192.0.0.2");
            assertThat(home.natPmp(LONG)).isEqualTo("nothing");
            assertThat(home.http(LONG)).isEqualTo("203.0.113.7");
        }
    }

    @Test
    void aCaptivePortalTellsNoAddress() throws Exception {
        try (Asked home = new Asked(HomeNetwork::captivePortal)) {
            assertThat(home.upnp(LONG)).isEqualTo("10.0.0.2");
            assertThat(home.stun(AddressFamily.IPV4, SHORT)).isEqualTo("nothing");
            assertThat(home.http(LONG)).isEqualTo("nothing");
        }
    }

    @Test
    void aLineGoesDownAndComesUp() throws Exception {
        try (Asked home = new Asked(HomeNetwork::addressLost)) {
            assertThat(home.upnp(LONG)).isEqualTo("nothing");
            assertThat(home.natPmp(LONG)).isEqualTo("nothing");
            assertThat(home.stun(AddressFamily.IPV4, SHORT)).isEqualTo("nothing");
            assertThat(home.http(SHORT)).isEqualTo("nothing");

            home.network.connect("203.0.113.44");

            assertThat(home.upnp(LONG)).isEqualTo("203.0.113.44");
            assertThat(home.natPmp(LONG)).isEqualTo("203.0.113.44");
            assertThat(home.stun(AddressFamily.IPV4, LONG)).isEqualTo("203.0.113.44");
            assertThat(home.http(LONG)).isEqualTo("203.0.113.44");
        }
    }

    @Test
    void aRouterThatDialsSaysZeroFirst() throws Exception {
        try (Asked home = new Asked(() -> HomeNetwork.zeroFirst(2))) {
            assertThat(home.upnp(LONG)).isEqualTo("nothing");
            assertThat(home.upnp(LONG)).isEqualTo("nothing");
            assertThat(home.upnp(LONG)).isEqualTo("203.0.113.7");
        }
    }

    @Test
    void aPrefixFlaps() throws Exception {
        try (Asked home = new Asked(HomeNetwork::flappingPrefix)) {
            if (home.network.stun().hasIpv6()) {
                String first = home.stun(AddressFamily.IPV6, LONG);
                String second = home.stun(AddressFamily.IPV6, LONG);
                assertThat(first).isNotEqualTo(second);
                assertThat(home.stun(AddressFamily.IPV6, LONG)).isEqualTo(first);
            }
        }
    }

    @Test
    void allSaySomethingElse() throws Exception {
        try (Asked home = new Asked(HomeNetwork::disagreement)) {
            assertThat(home.upnp(LONG)).isEqualTo("203.0.113.7");
            assertThat(home.stun(AddressFamily.IPV4, LONG)).isEqualTo("203.0.113.8");
            assertThat(home.http(LONG)).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void forgedRepliesAreNotBelieved() throws Exception {
        try (Asked home = new Asked(HomeNetwork::forgedReplies)) {
            assertThat(home.stun(AddressFamily.IPV4, LONG)).isEqualTo("203.0.113.7");
            assertThat(home.natPmp(LONG)).isEqualTo("203.0.113.7");
        }
    }

    @Test
    void noFileIsReadAndNobodyElseIsAsked() throws Exception {
        try (Asked entities = new Asked(HomeNetwork::externalEntities);
                Asked elsewhere = new Asked(HomeNetwork::locationElsewhere)) {
            assertThat(entities.upnp(LONG)).isEqualTo("nothing");
            assertThat(elsewhere.upnp(SHORT)).isEqualTo("nothing");
            assertThat(elsewhere.network.router().exchanges()).isEmpty();
        }
    }

    @Test
    void whatIsTooLongOrTooSlowIsNotWaitedFor() throws Exception {
        try (Asked large = new Asked(HomeNetwork::oversized);
                Asked slow = new Asked(HomeNetwork::slowDrip)) {
            assertThat(large.upnp(LONG)).isEqualTo("nothing");
            assertThat(large.http(LONG)).isEqualTo("nothing");
            assertThat(slow.upnp(SHORT)).isEqualTo("nothing");
            assertThat(slow.http(SHORT)).isEqualTo("nothing");
        }
    }

    /** A home and one who asks about it. */
    private static final class Asked implements AutoCloseable {
        private final HomeNetwork network;
        private final HttpEngine http;

        Asked(Supplier<HomeNetwork> situation) {
            network = situation.get();
            http = network.echo().engine().build();
        }

        String upnp(Duration timeout) throws InterruptedException {
            return ask(
                    UpnpIpSource.builder()
                            .gateway(UpnpGateway.at(
                                    network.router().address(), network.router().ssdpPort()))
                            .http(HOME)
                            .build(),
                    AddressFamily.IPV4,
                    timeout);
        }

        String natPmp(Duration timeout) throws InterruptedException {
            return ask(NatPmpIpSource.at(network.gateway().ipv4()), AddressFamily.IPV4, timeout);
        }

        String stun(AddressFamily family, Duration timeout) throws InterruptedException {
            return ask(
                    StunIpSource.builder().addresses(network.stun().addresses()).build(), family, timeout);
        }

        String http(Duration timeout) throws InterruptedException {
            return ask(
                    HttpIpSource.builder().url(HomeNetwork.ECHO_URL).http(http).build(), AddressFamily.IPV4, timeout);
        }

        private static String ask(IpSource source, AddressFamily family, Duration timeout) throws InterruptedException {
            try (source) {
                return source.observe(Query.of(family, timeout)) instanceof Observation.Found found
                        ? IpLiteral.format(found.addresses().iterator().next())
                        : "nothing";
            }
        }

        @Override
        public void close() {
            http.close();
            network.close();
        }
    }
}

package io.github.ddnskit.ip;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.testkit.gateway.FakeGateway;
import io.github.ddnskit.testkit.gateway.FakeGateway.Protocol;
import io.github.ddnskit.testkit.gateway.FakeStunServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpSourcesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeStunServer stun = FakeStunServer.start();
    private final FakeGateway gateway = FakeGateway.start();

    @AfterEach
    void close() {
        stun.close();
        gateway.close();
    }

    @Test
    void stunFollowsTheAddress() throws InterruptedException {
        IpSource source = StunIpSource.builder().addresses(stun.addresses()).build();
        stun.mapped("8.8.8.8");
        assertThat(ask(source, IPV4)).startsWith("8.8.8.8 ");
        stun.mapped("10.0.0.1");
        assertThat(ask(source, IPV4)).startsWith("10.0.0.1 ");
    }

    @Test
    void stunAsksAServerByItsNameOverTheFamilyAskedFor() throws InterruptedException {
        int port = stun.addresses()[0].getPort();
        IpSource source = StunIpSource.of("localhost:" + port);
        assertThat(source.id()).hasToString("stun:localhost:" + port);
        assertThat(ask(source, IPV4)).startsWith("192.0.2.1 ");
        assertThat(ask(StunIpSource.of("127.0.0.1:" + port), IPV6))
                .isEqualTo("unknown: the STUN server 127.0.0.1:" + port + " has no ipv6 address");
        assertThat(ask(StunIpSource.of("stun.invalid"), IPV4))
                .isEqualTo("unknown: the STUN server stun.invalid has no ipv4 address");
    }

    @Test
    void stunAsksFromTheAddressOfTheQuery() throws InterruptedException {
        IpSource source = StunIpSource.builder().addresses(stun.addresses()).build();
        assertThat(ask(source, IPV4, "127.0.0.1")).startsWith("192.0.2.1 ");
        assertThat(ask(source, IPV4, "192.0.2.77"))
                .startsWith("unknown: the STUN server " + UdpExchange.text(stun.addresses()[0]) + " cannot be asked: ");
        assertThat(ask(source, IPV4, "::1")).isEqualTo("unknown: an ipv4 address cannot be asked for from ::1");
    }

    @Test
    void stunAsksAgainWhenRequestsAreLost() throws InterruptedException {
        stun.dropNext(1);
        IpSource source = StunIpSource.builder().addresses(stun.addresses()).build();
        assertThat(ask(source, IPV4)).startsWith("192.0.2.1 ");
        assertThat(stun.requests()).hasSizeGreaterThan(1);
        assertThat(stun.requests().get(1)).isEqualTo(stun.requests().get(0));
    }

    @Test
    void stunSendsARequestThatNobodyCanForesee() throws InterruptedException {
        IpSource source = StunIpSource.builder().addresses(stun.addresses()).build();
        ask(source, IPV4);
        ask(source, IPV4);
        List<String> requests =
                stun.requests().stream().map(HexFormat.of()::formatHex).toList();
        assertThat(requests).allMatch(request -> request.matches("000100002112a442[0-9a-f]{24}"));
        assertThat(requests).doesNotHaveDuplicates();
    }

    @Test
    void stunSaysWhatTheServerSays() throws InterruptedException {
        IpSource source = StunIpSource.builder().addresses(stun.addresses()).build();
        stun.refuse(401);
        assertThat(ask(source, IPV4)).endsWith("refuses to tell: error 401 (it wants credentials)");
        stun.refuse(300);
        assertThat(ask(source, IPV4)).endsWith("error 300 (it names another server, which is not asked)");
    }

    @Test
    void stunTriesTheNextAddressWhenNobodyIsAtTheFirst() throws InterruptedException {
        FakeStunServer gone = FakeStunServer.start();
        gone.close();
        IpSource source = StunIpSource.builder()
                .addresses(gone.addresses()[0], stun.addresses()[0])
                .build();
        assertThat(ask(source, IPV4)).startsWith("192.0.2.1 ");
    }

    @Test
    void stunKnowsWhoRunsTheServer() throws InterruptedException {
        InetSocketAddress pinned = stun.addresses()[0];
        StunIpSource.Builder builder = StunIpSource.builder().addresses(pinned);
        assertThat(operator(builder.build())).isEqualTo("127.0.0.1");
        assertThat(operator(builder.server("stun.l.example.org:19302").build())).isEqualTo("example.org");
        assertThat(operator(builder.operator("Example Inc.").build())).isEqualTo("Example Inc.");
        assertThatThrownBy(() -> StunIpSource.builder().build()).hasMessageContaining("needs a server");
        assertThatThrownBy(() -> builder.operator(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.addresses(InetSocketAddress.createUnresolved("example.org", 1)))
                .hasMessageContaining("resolved");
    }

    @Test
    void natPmpAsksForTheAddressOnlyAndRepeatsIt() throws InterruptedException {
        gateway.dropNext(2);
        assertThat(ask(NatPmpIpSource.at(gateway.ipv4()), IPV4)).startsWith("192.0.2.1 ");
        assertThat(gateway.requests()).hasSizeGreaterThan(2).containsOnly(new byte[] {0, 0});
        assertThat(gateway.mappingsMade()).isZero();
    }

    @Test
    void aRouterIsBelievedAsItIs() throws InterruptedException {
        for (String address : List.of("10.1.2.3", "100.64.0.2", "192.168.178.2", "8.8.8.8")) {
            gateway.address(address);
            assertThat(ask(NatPmpIpSource.at(gateway.ipv4()), IPV4)).startsWith(address + " ");
            assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV4)).startsWith(address + " ");
        }
        gateway.address("0.0.0.0");
        assertThat(ask(NatPmpIpSource.at(gateway.ipv4()), IPV4)).endsWith("has no public address now: it says 0.0.0.0");
        assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV4)).endsWith("has no public address now: it says 0.0.0.0");
    }

    @Test
    void aRouterThatRefusesIsQuotedInWords() throws InterruptedException {
        for (int code : List.of(1, 2, 3, 4, 5, 77)) {
            gateway.result(code);
            assertThat(ask(NatPmpIpSource.at(gateway.ipv4()), IPV4)).contains("result " + code);
        }
        for (int code = 2; code < 15; code++) {
            gateway.result(code);
            assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV4)).contains("result " + code);
        }
        assertThat(gateway.mappingsMade()).isZero();
    }

    @Test
    void aRouterSaysHowLongItsRefusalStands() throws InterruptedException {
        gateway.result(8);
        gateway.forge(reply -> ByteBuffer.wrap(reply).putInt(4, 30).array());
        assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(30));
        gateway.forge(reply -> ByteBuffer.wrap(reply).putInt(4, -1).array());
        assertThat(refused().retryAfter()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aRouterThatSpeaksOnlyTheOtherProtocolIsUnderstood() throws InterruptedException {
        gateway.speak(Protocol.PCP);
        assertThat(ask(NatPmpIpSource.at(gateway.ipv4()), IPV4)).contains("speaks PCP only");
        gateway.speak(Protocol.NAT_PMP);
        assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV4)).contains("speaks NAT-PMP only");
        gateway.forge(reply -> HexFormat.of().parseHex("03810001" + "00".repeat(20)));
        assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV4)).contains("speaks version 3 of PCP");
    }

    @Test
    void aRouterThatSpeaksNeitherIsSaidNotToListen() throws InterruptedException {
        gateway.close();
        String who = "unknown: the gateway " + UdpExchange.text(gateway.ipv4());
        assertThat(ask(NatPmpIpSource.at(gateway.ipv4()), IPV4))
                .isEqualTo(who + " is not there, or does not listen at this port");
        assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV4))
                .isEqualTo(who + " is not there, or does not listen at this port");
    }

    @Test
    void pcpDeletesTheMappingThatItMade() throws InterruptedException {
        assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV4)).startsWith("192.0.2.1 ");
        assertThat(gateway.mappingsMade()).isEqualTo(1);
        await().until(() -> gateway.mappings().isEmpty());
        List<byte[]> requests = gateway.requests();
        assertThat(ByteBuffer.wrap(requests.get(0)).getInt(4)).isEqualTo(120);
        assertThat(ByteBuffer.wrap(requests.get(requests.size() - 1)).getInt(4)).isZero();
    }

    @Test
    void pcpDeletesAMappingOfWhichItNeverHeard() {
        gateway.forge(reply -> new byte[1]); // the mapping is made, its answer is lost
        Query query = Query.of(IPV4, Duration.ofMillis(100));
        await().until(
                        () -> { // a busy machine may need a second try
                            assertThat(PcpIpSource.at(gateway.ipv4()).observe(query))
                                    .isInstanceOf(Observation.Unknown.class);
                            return gateway.mappingsMade() > 0;
                        });
        await().until(() -> gateway.mappings().isEmpty());
    }

    @Test
    void pcpUsesAnotherNonceEachTime() throws InterruptedException {
        ask(PcpIpSource.at(gateway.ipv4()), IPV4);
        ask(PcpIpSource.at(gateway.ipv4()), IPV4);
        await().until(() -> gateway.requests().size() >= 4);
        assertThat(gateway.requests().stream()
                        .map(request -> HexFormat.of().formatHex(request, 24, 36))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void pcpTellsIpv6Too() throws InterruptedException {
        assumeTrue(gateway.hasIpv6(), "this machine has no IPv6");
        assertThat(ask(PcpIpSource.at(gateway.addresses()), IPV6)).startsWith("2001:db8::1 ");
        assertThat(ask(PcpIpSource.at(gateway.ipv4()), IPV6)).isEqualTo("unknown: no ipv6 gateway was given");
    }

    @Test
    void natPmpKnowsNothingOfIpv6() throws InterruptedException {
        assertThat(ask(NatPmpIpSource.at(gateway.ipv4()), IPV6))
                .isEqualTo("unknown: NAT-PMP tells IPv4 addresses only");
        assertThatThrownBy(() -> NatPmpIpSource.at("fd00::1")).hasMessageContaining("over IPv4");
        assertThatThrownBy(() -> PcpIpSource.at("fe80::1")).hasMessageContaining("on one interface only");
        assertThatThrownBy(() -> PcpIpSource.at(new String[0])).hasMessageContaining("address of the gateway");
        assertThat(NatPmpIpSource.at("192.168.1.1").id()).hasToString("nat-pmp:192.168.1.1");
        assertThat(PcpIpSource.at("192.168.1.1", "fd00::1").id()).hasToString("pcp:192.168.1.1,fd00::1");
    }

    @Test
    void aSuffixStandsBehindThePrefixThatIsFound() throws InterruptedException {
        assumeTrue(stun.hasIpv6(), "this machine has no IPv6");
        stun.mapped("2600:1:2:3:aaaa:bbbb:cccc:dddd");
        IpSource source = StunIpSource.builder().addresses(stun.addresses()).build();
        assertThat(ask(SuffixIpSource.of(source, "::1234"), IPV6)).startsWith("2600:1:2:3::1234 ");
        assertThat(ask(SuffixIpSource.of(source, 56, InterfaceIdentifier.parse("::ff:0:0:0:7")), IPV6))
                .startsWith("2600:1:2:ff::7 ");
        assertThat(ask(SuffixIpSource.of(source, "::1"), IPV4)).startsWith("unknown: a suffix makes IPv6");
        assertThatThrownBy(() -> SuffixIpSource.of(source, "2001:db8::1")).hasMessageContaining("leaves no room");
    }

    private Observation.Unknown refused() throws InterruptedException {
        return (Observation.Unknown) PcpIpSource.at(gateway.ipv4()).observe(Query.of(IPV4, PATIENCE));
    }

    private static String operator(IpSource source) throws InterruptedException {
        return ((Observation.Found) source.observe(Query.of(IPV4, PATIENCE)))
                .provenance()
                .operator();
    }

    private static String ask(IpSource source, AddressFamily family) throws InterruptedException {
        return source.observe(Query.of(family, PATIENCE)).toString();
    }

    private static String ask(IpSource source, AddressFamily family, String local) throws InterruptedException {
        InetAddress bind = IpLiteral.parse(local);
        return source.observe(new Query(family, PATIENCE, bind)).toString();
    }
}

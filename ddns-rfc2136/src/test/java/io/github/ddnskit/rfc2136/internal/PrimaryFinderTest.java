package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/** Where updates go when nobody has said so; one small server is the resolver, others are those of the zone. */
@Timeout(600)
final class PrimaryFinderTest {

    private static final Hostname HOST = Hostname.of("home.example.test");
    private static final Hostname ZONE = Hostname.of("example.test");
    private static final Deadline LATER = Deadline.after(Duration.ofSeconds(40));

    private final List<SmallServer> servers = new ArrayList<>();
    private final SmallServer resolver = server("127.0.0.1", 0, false);
    private final int port = server("127.0.0.2", 0, true).address().port();

    @AfterEach
    void close() {
        servers.forEach(SmallServer::close);
    }

    @Test
    void thePrimaryComesFirstAndTheOthersAfterIt() throws Exception {
        zone("ns2.example.test.", "ns1.example.test.", "ns2.example.test.");
        address("ns1.example.test.", "127.0.0.3");
        address("ns2.example.test.", "127.0.0.2");
        server("127.0.0.3", port, true);
        PrimaryFinder.Found found = find();
        assertThat(finder().zone(HOST, LATER)).isEqualTo(ZONE);
        assertThat(found.servers()).containsExactly(at("127.0.0.2"), at("127.0.0.3"));
        assertThat(found.remarks()).isEmpty();
    }

    @Test
    void whatHasNoAuthorityOrDoesNotAnswerIsLeftOutWithAReason() throws Exception {
        zone("ns1.example.test.", "ns1.example.test.", "ns2.example.test.", "ns3.example.test.", "ns4.example.test.");
        address("ns1.example.test.", "127.0.0.3"); // lame
        address("ns2.example.test.", "127.0.0.4"); // nobody there
        address("ns4.example.test.", "127.0.0.2"); // fine
        server("127.0.0.3", port, false);
        PrimaryFinder.Found found = find();
        assertThat(found.servers()).containsExactly(at("127.0.0.2"));
        assertThat(found.remarks())
                .satisfiesExactly(
                        one -> assertThat(one)
                                .startsWith("ns1.example.test (127.0.0.3:" + port + ") has no authority for the zone"),
                        two -> assertThat(two).contains("ns2.example.test: nothing listens at 127.0.0.4:" + port),
                        three -> assertThat(three).isEqualTo("ns3.example.test has no address"));
    }

    @Test
    void aPrimaryThatIsNotListedIsFoundAllTheSame() throws Exception {
        zone("hidden.example.test.", "ns1.example.test.");
        address("hidden.example.test.", "127.0.0.2");
        PrimaryFinder.Found found = find();
        assertThat(found.servers()).containsExactly(at("127.0.0.2"));
        assertThat(found.remarks()).containsExactly("ns1.example.test has no address");
    }

    @Test
    void whatAnAliasPointsToIsNotItsZone() throws Exception {
        zone("ns1.example.test.", "ns1.example.test.");
        resolver.say(
                new CNAMERecord(SmallServer.name("home.example.test."), DClass.IN, 60, SmallServer.name("test.")),
                Type.SOA);
        assertThat(finder().zone(HOST, LATER)).isEqualTo(ZONE);
    }

    @Test
    void theServersOfATopLevelDomainAreNotBothered() {
        resolver.say(SmallServer.soa("test.", "ns1.test."), Type.SOA);
        assertThatThrownBy(() -> finder().zone(HOST, LATER))
                .isInstanceOfSatisfying(
                        NoPrimaryException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED))
                .hasMessageContaining("but the top-level domain test: check the spelling");
    }

    @Test
    void threeServersAreEnough() throws Exception {
        zone("ns1.example.test.", "ns1.example.test.", "ns2.example.test.", "ns3.example.test.", "ns4.example.test.");
        address("ns1.example.test.", "127.0.0.2");
        for (int i = 3; i <= 5; i++) {
            address("ns" + (i - 1) + ".example.test.", "127.0.0." + i);
            server("127.0.0." + i, port, true);
        }
        assertThat(find().servers()).containsExactly(at("127.0.0.2"), at("127.0.0.3"), at("127.0.0.4"));
    }

    @Test
    void aServerWhoseNameLeadsInACircleHasNoAddress() {
        zone("ns1.example.test.", "ns1.example.test.");
        resolver.say(
                new CNAMERecord(
                        SmallServer.name("ns1.example.test."), DClass.IN, 60, SmallServer.name("ns1.example.test.")),
                Type.A);
        assertThatThrownBy(this::find)
                .isInstanceOf(NoPrimaryException.class)
                .hasMessageContaining("takes updates of the zone example.test: ns1.example.test has no address; name");
    }

    @Test
    void noZoneAtAllIsSaidSo() {
        assertThatThrownBy(() -> finder().zone(HOST, LATER))
                .isInstanceOf(NoPrimaryException.class)
                .hasMessageContaining("knows no zone that holds home.example.test");
    }

    private PrimaryFinder.Found find() throws IOException, InterruptedException {
        return finder().servers(ZONE, LATER);
    }

    private PrimaryFinder finder() {
        Resolvers resolvers = Resolvers.of(List.of(resolver.address()));
        return new PrimaryFinder(resolvers, port, at -> new DnsServer(at, Clock.systemUTC()));
    }

    private ServerAddress at(String address) {
        return ServerAddress.of(address, port);
    }

    private void zone(String primary, String... listed) {
        resolver.sayZone(primary, listed);
    }

    private void address(String host, String address) {
        resolver.sayAddress(host, address);
    }

    private SmallServer server(String address, int port, boolean authority) {
        SmallServer server = new SmallServer(address, port, authority);
        servers.add(server);
        return server;
    }
}

package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.PeerZone.Updates;
import io.github.ddnskit.spi.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What BIND and Knot DNS serve, side by side as two servers of one zone. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(600)
final class ServersOfAZoneTest {

    private static final List<String> COMMON = List.of(
            "same 120 A 192.0.2.1",
            "same AAAA 2001:db8::1",
            "alias CNAME ns1",
            "sub NS ns1.sub",
            "ns1.sub A 127.0.0.1",
            "*.wild A 192.0.2.5",
            "real.wild A 192.0.2.5",
            "*.own.wild A 192.0.2.5",
            "own.wild A 192.0.2.6",
            "*.pointing CNAME same",
            "above A 192.0.2.7",
            "child.above A 192.0.2.7");

    @SuppressWarnings("NullAway.Init")
    private PeerServer bind;

    @SuppressWarnings("NullAway.Init")
    private PeerServer knot;

    @BeforeAll
    void start() {
        bind = Named.start(zones("192.0.2.3"));
        knot = Knotd.start(zones("192.0.2.4"));
    }

    @AfterAll
    void close() {
        bind.close();
        knot.close();
    }

    private static List<PeerZone> zones(String split) {
        List<String> records =
                Stream.concat(COMMON.stream(), Stream.of("split A " + split)).toList();
        return List.of(
                new PeerZone("example.test", Updates.NOBODY, records),
                new PeerZone("moving.test", Updates.ANYONE, List.of()));
    }

    @Test
    void bothAgree() throws InterruptedException {
        AuthoritativeView view = view("same.example.test");
        assertThat(view.servers()).hasSize(2).allSatisfy(server -> {
            assertThat(server.standing()).isEqualTo(Standing.AUTHORITATIVE);
            assertThat(server.soa()).isEqualTo(new ServerView.Soa(1, Duration.ofHours(1)));
            assertThat(server.ipv4().ttl()).isEqualTo(Duration.ofMinutes(2));
            assertThat(server.wildcard()).isFalse();
        });
        assertThat(view.showsEverywhere(AddressFamily.IPV4, Set.of(IpLiteral.parse("192.0.2.1"))))
                .isTrue();
        assertThat(view.cachedFor(AddressFamily.IPV4)).contains(Duration.ofMinutes(2));
        assertThat(view.cachedFor(AddressFamily.IPV6)).contains(Duration.ofHours(1));
    }

    @Test
    void aNameThatIsNotThereIsAbsentForAsLongAsTheZoneSays() throws InterruptedException {
        AuthoritativeView view = view("nothing.example.test");
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Absent.class);
        assertThat(view.cachedFor(AddressFamily.IPV4)).contains(Duration.ofMinutes(1));
    }

    @Test
    void differentRecordsUnderTheSameSerialAreASplitView() throws InterruptedException {
        AuthoritativeView view = view("split.example.test");
        assertThat(view.split()).extracting(ServerView::address).containsExactly(knot.address());
        assertThat(view.stale()).isEmpty();
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void aServerThatMissedAChangeIsStale() throws InterruptedException {
        Update update = Update.of(Hostname.of("home.moving.test"), Goal.publish("192.0.2.8"), Goal.keep());
        assertThat(Rfc2136Updater.builder().server(bind.address()).build().update(update))
                .isEqualTo(UpdateReport.published(update));
        AuthoritativeView view = view("home.moving.test");
        assertThat(view.stale()).extracting(ServerView::address).containsExactly(knot.address());
        assertThat(view.behind(view.stale().get(0))).isEqualTo(1);
        assertThat(view.split()).isEmpty();
        assertThat(view.cachedFor(AddressFamily.IPV4)).contains(Duration.ofMinutes(61));
    }

    @Test
    void anAliasIsNamed() throws InterruptedException {
        assertThat(view("alias.example.test").servers()).hasSize(2).allSatisfy(server -> {
            assertThat(server.alias()).isEqualTo("ns1.example.test");
            assertThat(server.soa()).isNotNull();
            assertThat(server.wildcard()).isFalse();
        });
    }

    @Test
    void aDelegationIsNoLameness() throws InterruptedException {
        assertThat(view("home.sub.example.test").servers()).hasSize(2).allSatisfy(server -> {
            assertThat(server.standing()).isEqualTo(Standing.DELEGATED);
            assertThat(server.cut()).isEqualTo("sub.example.test");
        });
    }

    @Test
    void aServerWithoutTheZoneIsLame() throws InterruptedException {
        AuthoritativeView view = view("home.elsewhere.test");
        assertThat(view.servers())
                .hasSize(2)
                .allSatisfy(server -> assertThat(server.standing()).isEqualTo(Standing.LAME));
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "made-up.wild, true",
        "two.levels.wild, true",
        "real.wild, false",
        "own.wild, false",
        "any.pointing, true",
        "same, false",
        "above, false",
    })
    void aWildcardIsToldFromANameThatIsThere(String name, boolean wildcard) throws InterruptedException {
        assertThat(view(name + ".example.test").servers())
                .hasSize(2)
                .allSatisfy(server -> assertThat(server.wildcard()).isEqualTo(wildcard));
    }

    @Test
    void theServerForUpdatesTellsTheOthers() throws InterruptedException {
        Rfc2136Updater updater = Rfc2136Updater.builder().server(bind.address()).build();
        AuthoritativeView view =
                AuthoritativeObserver.builder().updatedBy(updater).build().view(Hostname.of("same.example.test"));
        assertThat(view.zone()).isEqualTo(Hostname.of("example.test"));
        assertThat(view.servers()).hasSize(1).allSatisfy(server -> {
            assertThat(server.name()).isEqualTo("ns1.example.test");
            assertThat(server.address()).isEqualTo(bind.address());
        });
    }

    private AuthoritativeView view(String host) throws InterruptedException {
        return AuthoritativeObserver.builder()
                .server(bind.address())
                .server(knot.address())
                .timeout(Duration.ofSeconds(60))
                .build()
                .view(Hostname.of(host));
    }
}

package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.ServerView.Records;
import io.github.ddnskit.rfc2136.ServerView.Soa;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the answers of several servers mean together. */
final class AuthoritativeViewTest {

    private static final Records NONE = new Records(Observation.absent("none"), Duration.ofSeconds(30));

    @Test
    void serversWithTheSameRecordsAgreeWhateverTheirSerials() {
        AuthoritativeView view = view(server("ns1", 7, "192.0.2.1"), server("ns2", 6, "192.0.2.1"));
        assertThat(view.stale()).isEmpty();
        assertThat(view.split()).isEmpty();
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Found.class);
        assertThat(view.records().ipv6()).isInstanceOf(Observation.Absent.class);
        assertThat(view.behind(view.servers().get(1))).isEqualTo(1);
    }

    @Test
    void anOlderSerialMakesAServerStaleAndNotTheZoneSplit() {
        AuthoritativeView view = view(server("ns1", 6, "192.0.2.1"), server("ns2", 7, "192.0.2.2"));
        assertThat(view.stale()).extracting(ServerView::name).containsExactly("ns1");
        assertThat(view.split()).isEmpty();
        assertThat(view.newest()).map(ServerView::name).contains("ns2");
        assertThat(view.records().ipv4())
                .isInstanceOfSatisfying(
                        Observation.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .isEqualTo("the name servers of home.example.test do not agree:"
                                        + " ns1 has 192.0.2.1, and ns2 has 192.0.2.2"));
    }

    @Test
    void theSameSerialMakesTheZoneSplit() {
        AuthoritativeView view = view(server("ns1", 7, "192.0.2.1"), server("ns2", 7, "192.0.2.2"));
        assertThat(view.stale()).isEmpty();
        assertThat(view.split()).extracting(ServerView::name).containsExactly("ns2");
    }

    @Test
    void serialsGoRoundAsRfc1982Says() {
        AuthoritativeView view = view(server("ns1", 4_294_967_295L, "192.0.2.1"), server("ns2", 3, "192.0.2.2"));
        assertThat(view.serial()).hasValue(3);
        assertThat(view.behind(view.servers().get(0))).isEqualTo(4);
        assertThat(view.stale()).extracting(ServerView::name).containsExactly("ns1");
    }

    @Test
    void onlyServersWithAuthorityCount() {
        ServerView lame =
                new ServerView("ns2", "ns2:53", Standing.LAME, "lame", null, unknown(), unknown(), null, null, false);
        AuthoritativeView view = view(server("ns1", 7, "192.0.2.1"), lame);
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Found.class);
        assertThat(view.showsEverywhere(AddressFamily.IPV4, Set.of(IpLiteral.parse("192.0.2.1"))))
                .isTrue();
        assertThat(view(lame).records().ipv4()).isEqualTo(Observation.unknown("why"));
        assertThat(view(lame).showsEverywhere(AddressFamily.IPV4, Set.of())).isFalse();
    }

    @Test
    void everywhereMeansAtEveryServer() {
        Set<InetAddress> wanted = Set.of(IpLiteral.parse("192.0.2.1"));
        assertThat(view(server("ns1", 7, "192.0.2.1"), server("ns2", 7, "192.0.2.1"))
                        .showsEverywhere(AddressFamily.IPV4, wanted))
                .isTrue();
        assertThat(view(server("ns1", 7, "192.0.2.1"), server("ns2", 6, "192.0.2.2"))
                        .showsEverywhere(AddressFamily.IPV4, wanted))
                .isFalse();
        assertThat(view(server("ns1", 7, "192.0.2.1")).showsEverywhere(AddressFamily.IPV6, Set.of()))
                .isTrue();
    }

    @Test
    void cachesKeepTheLongestTimeAndAStaleServerAddsItsRefresh() {
        assertThat(view(server("ns1", 7, "192.0.2.1")).cachedFor(AddressFamily.IPV4))
                .contains(Duration.ofSeconds(60));
        assertThat(view(server("ns1", 7, "192.0.2.1")).cachedFor(AddressFamily.IPV6))
                .contains(Duration.ofSeconds(30));
        assertThat(view(server("ns1", 7, "192.0.2.1"), server("ns2", 6, "192.0.2.2"))
                        .cachedFor(AddressFamily.IPV4))
                .contains(Duration.ofMinutes(61));
        assertThat(view().cachedFor(AddressFamily.IPV4)).isEmpty();
    }

    @Test
    void saysWhyThereAreNoServers() {
        AuthoritativeView view =
                new AuthoritativeView(Hostname.of("home.example.test"), null, Instant.EPOCH, List.of(), "no network");
        assertThat(view.records().ipv6()).isEqualTo(Observation.unknown("no network"));
        assertThat(view.serial()).isEmpty();
    }

    private static AuthoritativeView view(ServerView... servers) {
        Hostname zone = Hostname.of("example.test");
        return new AuthoritativeView(Hostname.of("home.example.test"), zone, Instant.EPOCH, List.of(servers), null);
    }

    private static ServerView server(String name, long serial, String address) {
        Provenance provenance = new Provenance(new SourceId("authoritative", name), Vantage.REFLEXIVE, name, false);
        Records records =
                new Records(Observation.found(List.of(IpLiteral.parse(address)), provenance), Duration.ofSeconds(60));
        return new ServerView(
                name,
                name + ":53",
                Standing.AUTHORITATIVE,
                "has authority",
                new Soa(serial, Duration.ofHours(1)),
                records,
                NONE,
                null,
                null,
                false);
    }

    private static Records unknown() {
        return new Records(Observation.unknown("why"), null);
    }
}

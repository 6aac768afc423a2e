package io.github.ddnskit.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.rfc2136.Standing;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Finding the servers of a zone and asking each: two that serve it, one that is down, one without an address. */
@Timeout(600)
class NameServersOfAZoneTest {

    private static final Hostname HOST = Hostname.of("home.example.test");
    private static final String NAME_SERVERS = """
            example.test. 3600 IN NS ns1.example.test.
            example.test. 3600 IN NS ns2.example.test.
            ns1.example.test. 3600 IN A 127.0.0.1
            ns2.example.test. 3600 IN A 127.0.0.2
            """;

    @SuppressWarnings("NullAway.Init")
    private FakeAuthoritativeServer first;

    @SuppressWarnings("NullAway.Init")
    private FakeAuthoritativeServer second;

    @BeforeEach
    void start() {
        first = zone(5, "192.0.2.1").start();
    }

    @AfterEach
    void close() {
        first.close();
        if (second != null) {
            second.close();
        }
    }

    @Test
    void findsTheServersThroughAResolver() throws InterruptedException {
        second = second(zone(5, "192.0.2.1"));
        AuthoritativeView view = observer().build().view(HOST);
        assertThat(view.zone()).isEqualTo(Hostname.of("example.test"));
        assertThat(view.servers())
                .extracting(ServerView::label)
                .containsExactlyInAnyOrder(
                        "ns1.example.test (" + first.server() + ")", "ns2.example.test (" + second.server() + ")");
        assertThat(view.showsEverywhere(AddressFamily.IPV4, Set.of(IpLiteral.parse("192.0.2.1"))))
                .isTrue();
        assertThat(view.stale()).isEmpty();
    }

    @Test
    void findsTheServersThroughTheOneThatIsUpdatedAndAsksNobodyTwice() throws InterruptedException {
        second = second(zone(5, "192.0.2.1"));
        Rfc2136Updater updater = Rfc2136Updater.builder().server(first.server()).build();
        AuthoritativeView view = AuthoritativeObserver.builder()
                .updatedBy(updater)
                .port(first.port())
                .build()
                .view(HOST);
        assertThat(view.servers())
                .extracting(ServerView::address)
                .containsExactlyInAnyOrder(first.server(), second.server());
    }

    @Test
    void aStaleSecondaryIsNamedWithItsLag() throws InterruptedException {
        second = second(zone(3, "192.0.2.9"));
        AuthoritativeView view = observer().build().view(HOST);
        assertThat(view.stale()).extracting(ServerView::name).containsExactly("ns2.example.test");
        assertThat(view.behind(view.stale().get(0))).isEqualTo(2);
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void aServerThatIsDownIsAPartOfTheView() throws InterruptedException {
        AuthoritativeView view = observer().build().view(HOST);
        assertThat(view.servers())
                .filteredOn(server -> server.name().equals("ns2.example.test"))
                .singleElement()
                .satisfies(server -> {
                    assertThat(server.standing()).isEqualTo(Standing.SILENT);
                    assertThat(server.detail()).startsWith("nothing listens at 127.0.0.2:");
                });
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Found.class);
    }

    @Test
    void aServerThatSaysNothingDoesNotHoldUpTheOthersBeyondTheDeadline() throws InterruptedException {
        second = second(zone(5, "192.0.2.1"));
        second.fault(Trigger.always(), Fault.loseRequest());
        long begin = System.nanoTime();
        AuthoritativeView view =
                observer().timeout(Duration.ofSeconds(3)).build().view(HOST);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        assertThat(view.servers()).extracting(ServerView::standing).contains(Standing.SILENT, Standing.AUTHORITATIVE);
        assertThat(view.records().ipv4()).isInstanceOf(Observation.Found.class);
    }

    @Test
    void errorsAndServersWithoutAnAddressAreToldApart() throws InterruptedException {
        first.close();
        first = zone(5, "192.0.2.1")
                .record("example.test. 3600 IN NS nowhere.example.test.")
                .start();
        second = second(zone(5, "192.0.2.1"));
        second.fault(Trigger.always(), Fault.servfail());
        assertThat(observer().build().view(HOST).servers())
                .extracting(ServerView::standing)
                .containsExactlyInAnyOrder(Standing.AUTHORITATIVE, Standing.FAILING, Standing.UNRESOLVED);
    }

    @Test
    void oneFamilyMayFailAlone() throws InterruptedException {
        first.fault(Trigger.always().matching(question -> question.type().equals("A")), Fault.servfail());
        ServerView server = AuthoritativeObserver.builder()
                .server(first.server())
                .build()
                .view(HOST)
                .servers()
                .get(0);
        assertThat(server.standing()).isEqualTo(Standing.AUTHORITATIVE);
        assertThat(server.ipv4().observation()).isInstanceOf(Observation.Unknown.class);
        assertThat(server.ipv6().observation()).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void nobodyKnowsTheZone() throws InterruptedException {
        AuthoritativeView view = observer().build().view(Hostname.of("home.elsewhere.test"));
        assertThat(view.servers()).isEmpty();
        assertThat(view.problem()).startsWith("the resolver " + first.server() + " knows no zone that holds the name");
    }

    @Test
    void observesWithNoMoreQuestionsThanItNeeds() throws InterruptedException {
        AuthoritativeObserver.at(first.server()).observe(HOST);
        assertThat(first.exchanges()).hasSize(2);
    }

    private AuthoritativeObserver.Builder observer() {
        return AuthoritativeObserver.builder().resolver(first.server()).port(first.port());
    }

    private static FakeAuthoritativeServerBuilder zone(int serial, String address) {
        return FakeAuthoritativeServer.zone("example.test")
                .record("example.test. 3600 IN SOA ns1.example.test. root.example.test. " + serial + " 60 60 60 60")
                .record(NAME_SERVERS)
                .record("home.example.test. 60 IN A " + address);
    }

    /** The same port at another address, where it is as free as it can be. */
    private FakeAuthoritativeServer second(FakeAuthoritativeServerBuilder zone) {
        return zone.address("127.0.0.2").port(first.port()).start();
    }
}

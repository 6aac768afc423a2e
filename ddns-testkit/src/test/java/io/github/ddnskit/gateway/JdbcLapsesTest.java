package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Postgres;
import io.github.ddnskit.testkit.ManualTime;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Names lapse at one of two gateways that share one real PostgreSQL, while their devices come back at the other: in whatever
 * order things happen, what was answered with {@code good} is in the zone.
 */
class JdbcLapsesTest {

    private static final Hostname HOME = Hostname.of("home.example.test");
    private static final Hostname OTHER = Hostname.of("other.example.test");
    private static final String FIRST = "203.0.113.1";
    private static final String SECOND = "203.0.113.2";

    @SuppressWarnings("NullAway.Init")
    private static Postgres server;

    private final ManualTime time = ManualTime.at(Instant.parse("2026-11-22T10:00:00Z"));
    private final MemoryZone zone = new MemoryZone();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** The gateway at which names lapse. */
    @SuppressWarnings("NullAway.Init")
    private Service here;

    /** The one to which the device comes back. */
    @SuppressWarnings("NullAway.Init")
    private Service there;

    @BeforeAll
    static void start() throws IOException {
        server = Postgres.start();
        JdbcGatewayStore.in(database()).createSchema();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static DataSource database() {
        return JdbcGatewayStoreTest.database(server);
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement made = connection.createStatement()) {
            made.execute(statement);
        }
    }

    private Service service() throws IOException {
        JdbcGatewayStore store = JdbcGatewayStore.in(database());
        return Service.plain(
                zone,
                builder -> builder.accounts(store)
                        .refreshes(store)
                        .clock(time.clock())
                        .lapse(Duration.ofDays(30), Duration.ofDays(7)));
    }

    @BeforeEach
    void aNameThatNobodyRefreshedForAMonth() throws Exception {
        sql("DELETE FROM ddnskit_refresh");
        Account alice = Account.of("alice")
                .withPassword(SecretHash.of(Service.PASSWORD, 100))
                .withHost(HOME)
                .withHost(OTHER);
        JdbcGatewayStore.in(database()).change("alice", none -> Optional.of(alice));
        here = service();
        there = service();
        assertThat(ask(here, HOME, FIRST)).isEqualTo("good " + FIRST);
        time.advance(Duration.ofDays(31));
        here.gateway.lapse(); // the warning
        assertThat(here.events).hasAtLeastOneElementOfType(GatewayEvent.Lapsing.class);
    }

    @AfterEach
    void close() {
        goOn.countDown();
        here.close();
        there.close();
    }

    private static String target(Hostname host, String address) {
        return "/nic/update?hostname=" + host + "&myip=" + address;
    }

    private static String ask(Service service, Hostname host, String address) throws Exception {
        return service.ask(target(host, address)).body().strip();
    }

    private static CompletableFuture<String> askLater(Service service, Hostname host, String address) {
        return service.client
                .sendAsync(service.request(target(host, address)), BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .thenApply(String::strip);
    }

    private static boolean isRemoval(Update update) {
        return update.goal(AddressFamily.IPV4) instanceof Goal.Remove;
    }

    private void awaitThatItLapsed(Hostname host) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> here.events.stream()
                        .anyMatch(event -> event instanceof GatewayEvent.Lapsed lapsed
                                && lapsed.host().equals(host)));
    }

    private void stop(boolean atThis) throws InterruptedException {
        if (atThis) {
            reached.countDown();
            goOn.await();
        }
    }

    private void awaitThatItStopped() throws InterruptedException {
        assertThat(reached.await(120, TimeUnit.SECONDS)).isTrue();
    }

    private void assertHolds(String address) {
        assertThat(zone.addresses(HOME, AddressFamily.IPV4)).containsExactly(IpLiteral.parse(address));
    }

    @Test
    void anUpdateIsNotAcknowledgedWhileTheRemovalIsUnderWay() throws Exception {
        zone.before = update -> stop(isRemoval(update));
        here.gateway.lapse();
        awaitThatItStopped();
        assertThat(ask(there, HOME, SECOND)).isEqualTo("dnserr");
        assertHolds(SECOND);
        goOn.countDown();
        awaitThatItLapsed(HOME);
        assertThat(zone.records).as("why it was not acknowledged").isEmpty();
        assertThat(ask(there, HOME, SECOND)).isEqualTo("good " + SECOND);
        assertHolds(SECOND);
    }

    @Test
    void anUpdateThatDnsConfirmedBeforeTheRemovalIsPublishedOnceMore() throws Exception {
        zone.after = update -> stop(!isRemoval(update));
        CompletableFuture<String> update = askLater(there, HOME, SECOND);
        awaitThatItStopped();
        assertHolds(SECOND);
        here.gateway.lapse();
        awaitThatItLapsed(HOME);
        assertThat(zone.records).isEmpty();
        goOn.countDown();
        assertThat(update.get(120, TimeUnit.SECONDS)).isEqualTo("good " + SECOND);
        assertHolds(SECOND);
    }

    @Test
    void aNameThatWasRefreshedBeforeTheTurnOfItsRemovalDoesNotLapse() throws Exception {
        zone.before = update -> stop(update.host().equals(OTHER));
        CompletableFuture<String> slow = askLater(here, OTHER, FIRST);
        awaitThatItStopped();
        here.gateway.lapse();
        assertThat(here.gateway.status().zones().get(0).waiting())
                .as("the removal")
                .isEqualTo(1);
        assertThat(ask(there, HOME, FIRST)).isEqualTo("nochg " + FIRST);
        goOn.countDown();
        assertThat(slow.get(120, TimeUnit.SECONDS)).isEqualTo("good " + FIRST);
        here.gateway.close(); // ends what is under way
        assertHolds(FIRST);
        assertThat(here.events).noneMatch(GatewayEvent.Lapsed.class::isInstance);
    }

    @Test
    void theRemovalOfAGatewayThatWasKilledIsOverAfterSomeTime() throws Exception {
        JdbcGatewayStore killed = JdbcGatewayStore.in(database());
        Refresh known = Objects.requireNonNull(killed.recall(Set.of(HOME)).get(HOME));
        assertThat(killed.beginRemoval(HOME, known)).isTrue();
        assertThat(JdbcGatewayStore.in(database()).beginRemoval(HOME, known))
                .as("one gateway at a time")
                .isFalse();
        assertThat(ask(there, HOME, SECOND)).isEqualTo("dnserr");
        sql("UPDATE ddnskit_refresh SET removal = now() - interval '1 second'");
        assertThat(ask(there, HOME, SECOND)).isEqualTo("good " + SECOND);
        killed.endRemoval(HOME, new Refresh(known.at(), Set.of()));
        assertThat(killed.recall(Set.of(HOME)))
                .as("what was said in between counts")
                .containsEntry(HOME, new Refresh(time.now(), Set.of(IpLiteral.parse(SECOND))));
    }

    @Test
    void namesThatCannotBeRemovedHoldUpNoOther() throws Exception {
        String old = time.now().minus(Duration.ofDays(300)).toString();
        String insert = "INSERT INTO ddnskit_refresh (host, at, addresses) SELECT n || '.%s', timestamptz '" + old
                + "', '203.0.113.9' FROM generate_series(1, %d) n";
        sql(insert.formatted("gone.example.net", 10_050));
        sql(insert.formatted("example.test", 50));
        for (int i = 1; i <= 50; i++) {
            zone.stuck.add(Hostname.of(i + ".example.test"));
        }
        here.gateway.lapse(); // the warnings
        here.gateway.lapse();
        awaitThatItLapsed(HOME);
        assertThat(zone.records).isEmpty();
        assertThat(here.events)
                .filteredOn(GatewayEvent.Lapsing.class::isInstance)
                .as("of a zone that is not served nothing is removed")
                .hasSize(51);
    }
}

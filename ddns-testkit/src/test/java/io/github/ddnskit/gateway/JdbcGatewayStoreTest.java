package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Postgres;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Two gateways at one real PostgreSQL are one. */
class JdbcGatewayStoreTest {

    private static final Hostname HOME = Hostname.of("home.example.test");
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private static Postgres server;

    @BeforeAll
    static void start() throws IOException {
        server = Postgres.start();
        store().createSchema();
        store().createSchema();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static JdbcGatewayStore store() {
        return JdbcGatewayStore.in(database(server));
    }

    static DataSource database(Postgres server) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setServerNames(new String[] {"127.0.0.1"});
        database.setPortNumbers(new int[] {server.port()});
        database.setDatabaseName(Postgres.NAME);
        database.setUser(Postgres.NAME);
        database.setConnectTimeout(5);
        return database;
    }

    @Test
    void bothGatewaysKnowWhatOneWasTold() throws Exception {
        MemoryZone zone = new MemoryZone();
        AccountToken.Fresh token = AccountToken.create(HOME);
        store().change(
                        "carol",
                        none -> Optional.of(Account.of("carol").withHost(HOME).withToken(token.kept(), Instant.MAX)));
        try (Service one =
                        Service.plain(zone, builder -> builder.accounts(store()).refreshes(store()));
                Service other =
                        Service.plain(zone, builder -> builder.accounts(store()).refreshes(store()))) {
            assertThat(ask(one, token, "203.0.113.1")).isEqualTo("good 203.0.113.1");
            assertThat(ask(other, token, "203.0.113.1")).isEqualTo("nochg 203.0.113.1");
            assertThat(ask(other, token, "203.0.113.2")).isEqualTo("good 203.0.113.2");
            assertThat(ask(one, token, "203.0.113.1")).isEqualTo("good 203.0.113.1");
            assertThat(zone.addresses(HOME, AddressFamily.IPV4)).containsExactly(IpLiteral.parse("203.0.113.1"));
            store().change("carol", carol -> carol.map(account -> account.withDisabled(true)));
            assertThat(ask(one, token, "203.0.113.3")).isEqualTo("abuse");
            assertThat(ask(other, token, "203.0.113.3")).isEqualTo("abuse");
        }
        store().change("carol", carol -> Optional.empty());
        assertThat(store().holder(token.kept().id())).isEmpty();
    }

    private static String ask(Service service, AccountToken.Fresh token, String address) throws Exception {
        return service.ask("/update?token=" + token.text() + "&ip=" + address)
                .body()
                .strip();
    }

    @Test
    void whatOneAcknowledgedIsOverwrittenByNothingThatWasAnsweredBefore() throws Exception {
        MemoryZone zone = new MemoryZone();
        int devices = 4;
        ExecutorService threads = Executors.newFixedThreadPool(devices);
        try (Service one =
                        Service.plain(zone, builder -> builder.accounts(store()).refreshes(store()));
                Service other =
                        Service.plain(zone, builder -> builder.accounts(store()).refreshes(store()))) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < devices; i++) {
                Hostname host = Hostname.of("device-" + i + ".example.test");
                AccountToken.Fresh token = AccountToken.create(host);
                String name = "device" + i;
                store().change(
                                name,
                                none -> Optional.of(
                                        Account.of(name).withHost(host).withToken(token.kept(), Instant.MAX)));
                all.add(threads.submit(() -> {
                    for (int update = 1; update <= 40; update++) {
                        Service balanced = update % 3 == 0 ? one : other;
                        String address = "203.0.113." + update;
                        assertThat(ask(balanced, token, address)).isEqualTo("good " + address);
                        assertThat(zone.addresses(host, AddressFamily.IPV4)).containsExactly(IpLiteral.parse(address));
                    }
                    return null;
                }));
            }
            for (Future<?> device : all) {
                device.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anUpdateWithoutAnAnswerMayStillComeAfterOneThatTheOtherGatewayTook() throws Exception {
        Hostname host = Hostname.of("impatient.example.test");
        AccountToken.Fresh token = AccountToken.create(host);
        store().change(
                        "impatient",
                        none -> Optional.of(
                                Account.of("impatient").withHost(host).withToken(token.kept(), Instant.MAX)));
        MemoryZone zone = new MemoryZone();
        CountDownLatch stuck = new CountDownLatch(1);
        zone.before = update -> {
            if (update.goal(AddressFamily.IPV4).equals(Goal.publish(Set.of(IpLiteral.parse("203.0.113.1"))))) {
                stuck.await();
            }
        };
        try (Service one =
                        Service.plain(zone, builder -> builder.accounts(store()).refreshes(store()));
                Service other =
                        Service.plain(zone, builder -> builder.accounts(store()).refreshes(store()))) {
            var older = one.client.sendAsync(
                    one.request("/update?token=" + token.text() + "&ip=203.0.113.1"), BodyHandlers.ofString());
            await().until(() -> one.gateway.status().zones().get(0).updates() == 1);
            assertThat(ask(other, token, "203.0.113.2")).isEqualTo("good 203.0.113.2");
            stuck.countDown();
            assertThat(older.get().body()).startsWith("good 203.0.113.1");
            assertThat(zone.addresses(host, AddressFamily.IPV4))
                    .as("what the documentation says of two gateways")
                    .containsExactly(IpLiteral.parse("203.0.113.1"));
        }
    }

    @Test
    void aHostIsOneAccountsWhoeverComesFirst() throws Exception {
        Hostname host = Hostname.of("one.example.test");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "racer" + i;
                all.add(threads.submit(() -> {
                    try {
                        store().change(
                                        name,
                                        none -> Optional.of(Account.of(name).withHost(host)));
                        return true;
                    } catch (IllegalArgumentException taken) {
                        assertThat(taken).hasMessageContaining("another account");
                        return false;
                    }
                }));
            }
            int won = 0;
            for (Future<Boolean> one : all) {
                won += one.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
            assertThat(store().all())
                    .filteredOn(account -> account.hosts().contains(host))
                    .hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void knowsWhoWasNotRefreshedAndForgetsNoLaterRefresh() throws Exception {
        Hostname host = Hostname.of("old.example.test");
        store().remember(Map.of(host, new Refresh(TIME, Set.of(IpLiteral.parse("203.0.113.1")))));
        store().remember(Map.of(host, new Refresh(TIME.minusSeconds(9), Set.of(IpLiteral.parse("203.0.113.2")))));
        assertThat(store().recall(Set.of(host)).get(host))
                .isEqualTo(new Refresh(TIME, Set.of(IpLiteral.parse("203.0.113.1"))));
        assertThat(notSince(TIME.plusSeconds(1))).contains(host);
        assertThat(notSince(TIME)).doesNotContain(host);
    }

    private static List<Hostname> notSince(Instant time) throws IOException {
        List<Hostname> hosts = new ArrayList<>();
        store().tellNotSince(time, (host, refresh) -> hosts.add(host));
        return hosts;
    }

    @Test
    void saysThatTheDatabaseIsAwayAndNothingElse() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"127.0.0.1"});
        nowhere.setPortNumbers(new int[] {1});
        nowhere.setUser("user-of-db");
        nowhere.setPassword("password-of-db");
        assertThatThrownBy(() -> JdbcGatewayStore.in(nowhere).find("alice"))
                .isInstanceOf(IOException.class)
                .hasMessage("the database failed (SQLSTATE 08001)")
                .hasNoCause();
    }
}

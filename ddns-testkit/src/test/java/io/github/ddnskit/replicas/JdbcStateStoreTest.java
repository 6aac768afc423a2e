package io.github.ddnskit.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.state.JdbcStateStore;
import io.github.ddnskit.state.LeaseLostException;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The store as its replicas meet it, on a real PostgreSQL. */
class JdbcStateStoreTest {

    /** So short only where a test waits for the end. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    /** No machine is so slow that this runs out. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Hostname HOME = Hostname.of("home.example.org");
    private static final RecordKey KEY = new RecordKey(HOME, AddressFamily.IPV4);
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    @SuppressWarnings("NullAway.Init")
    private static SharedDatabase database;

    private final List<JdbcStateStore> stores = new ArrayList<>();

    @BeforeAll
    static void startTheDatabase() throws IOException {
        database = SharedDatabase.start();
    }

    @AfterAll
    static void stopTheDatabase() {
        if (database != null) { // not if the test was skipped
            database.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        stores.forEach(JdbcStateStore::close);
        assertThat(database.wrongs()).isEmpty();
        database.clear();
    }

    @Test
    void dealsTheLeasesOutFairlyWheneverAReplicaComesOrGoes() throws Exception {
        JdbcStateStore one = store(database.pool(), SHORT);
        awaitShares(List.of(one), 256);
        JdbcStateStore two = store(database.pool(), SHORT);
        awaitShares(List.of(one, two), 128, 128);
        JdbcStateStore three = store(database.pool(), SHORT);
        awaitShares(List.of(one, two, three), 84, 86, 86);
        three.close();
        awaitShares(List.of(one, two), 128, 128);
        awaitShares(List.of(two), 256);
        assertThat(one.holds(HOME, Duration.ZERO)).isFalse();
    }

    @Test
    void whatIsBeyondTheFairShareIsHeldUntilItRunsOut() throws Exception {
        JdbcStateStore one = store();
        renew(one);
        one.save(Map.of(KEY, confirmed("192.0.2.1")));
        database.execute("INSERT INTO ddnskit_replica SELECT 'other ' || n, '', now() + interval '1 hour'"
                + " FROM generate_series(1, 255) n"); // so that the fair share is one bucket
        renew(one);
        assertThat(one.holds(HOME, Duration.ZERO)).isTrue();
        one.save(Map.of(KEY, confirmed("192.0.2.2")));
        assertThat(shares()).containsExactly(256);
        database.execute("UPDATE ddnskit_lease SET until = now() - interval '1 second' WHERE bucket > 0");
        renew(one);
        assertThat(shares()).containsExactly(1);
        assertThatThrownBy(() -> one.save(Map.of(KEY, confirmed("192.0.2.3")))).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void whatIsRememberedComesWithTheLease() throws Exception {
        RecordKey aaaa = new RecordKey(HOME, AddressFamily.IPV6);
        RecordState halted = confirmed("192.0.2.1")
                .attempting(Set.of(IpLiteral.parse("2001:db8::1")), NOW)
                .halted(new RecordState.Halt("seal", FailureReason.BLOCKED, "\"abuse\" 100% sicher, λ"));
        Map<RecordKey, RecordState> states = Map.of(KEY, confirmed("192.0.2.1"), aaaa, halted);
        JdbcStateStore one = store();
        renew(one);
        assertThat(one.load()).isEmpty();
        one.save(states);
        one.save(Map.of(KEY, confirmed("192.0.2.7")));
        assertThat(renew(one)).as("it is held already").isEmpty();
        one.close();
        Map<RecordKey, RecordState> expected = new HashMap<>(states);
        expected.put(KEY, confirmed("192.0.2.7"));
        assertThat(renew(store())).isEqualTo(expected);
        assertThat(database.query("SELECT host, family, bucket FROM ddnskit_record ORDER BY 2"))
                .containsExactly("home.example.org ipv4 9", "home.example.org ipv6 9");
    }

    @Test
    void aDamagedStateCountsForNothingAndTheOthersStay() throws Exception {
        JdbcStateStore one = store();
        renew(one);
        RecordKey shop = new RecordKey(Hostname.of("shop.example.org"), AddressFamily.IPV4);
        one.save(Map.of(KEY, confirmed("192.0.2.1"), shop, confirmed("192.0.2.2")));
        database.execute("UPDATE ddnskit_record SET state = 'rubbish' WHERE host = 'home.example.org'");
        one.close();
        database.expire();
        assertThat(renew(store())).isEqualTo(Map.of(shop, confirmed("192.0.2.2")));
    }

    @Test
    void whoWasHeldUpWhileAnotherTookOverCannotSave() throws Exception {
        JdbcStateStore heldUp = store();
        renew(heldUp);
        heldUp.save(Map.of(KEY, confirmed("192.0.2.1")));
        database.expire();
        JdbcStateStore successor = store();
        assertThat(renew(successor)).containsOnlyKeys(KEY);
        successor.save(Map.of(KEY, confirmed("192.0.2.2")));
        RecordKey other = new RecordKey(Hostname.of("shop.example.org"), AddressFamily.IPV4);
        assertThatThrownBy(() -> heldUp.save(Map.of(KEY, confirmed("192.0.2.3"), other, confirmed("192.0.2.3"))))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining("home.example.org A")
                .hasMessageContaining("1 more");
        assertThat(heldUp.holds(HOME, Duration.ZERO)).isFalse();
        assertThat(database.query("SELECT host, state FROM ddnskit_record"))
                .hasSize(1)
                .allMatch(row -> row.contains("192.0.2.2"));
        successor.save(Map.of(KEY, confirmed("192.0.2.4")));
    }

    @Test
    void aLeaseThatIsOverIsNotGoodEnoughEvenIfNobodyTookIt() throws Exception {
        JdbcStateStore one = store();
        renew(one);
        one.save(Map.of(KEY, confirmed("192.0.2.1")));
        database.expire();
        assertThatThrownBy(() -> one.save(Map.of(KEY, confirmed("192.0.2.2")))).isInstanceOf(LeaseLostException.class);
        assertThat(renew(one)).as("it is read anew").isEqualTo(Map.of(KEY, confirmed("192.0.2.1")));
        one.save(Map.of(KEY, confirmed("192.0.2.2")));
        assertThat(database.query("SELECT max(fence) FROM ddnskit_lease")).containsExactly("1");
    }

    @Test
    void theReplicaCountsShorterThanTheDatabase() throws Exception {
        JdbcStateStore one = store(database.pool(), SHORT);
        assertThat(one.holds(HOME, Duration.ZERO)).isFalse();
        awaitShares(List.of(one), 256);
        assertThat(one.leaseTime()).isEqualTo(Duration.ofMillis(2100));
        assertThat(one.holds(HOME, one.leaseTime()))
                .as("some of it has gone by")
                .isFalse();
        await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(() -> {
            boolean over = database.query("SELECT until <= now() FROM ddnskit_lease WHERE bucket = 9")
                    .contains("t");
            assertThat(over && one.holds(HOME, Duration.ZERO)).isFalse();
            return over;
        });
    }

    @Test
    void goesOnWhenTheDatabaseComesBack() throws Exception {
        JdbcStateStore one = store();
        renew(one);
        one.save(Map.of(KEY, confirmed("192.0.2.1")));
        database.server().stop();
        assertThatThrownBy(() -> renew(one)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> one.save(Map.of(KEY, confirmed("192.0.2.2"))))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(LeaseLostException.class);
        database.server().startAgain();
        await().atMost(PATIENCE).ignoreException(IOException.class).until(() -> {
            renew(one);
            one.save(Map.of(KEY, confirmed("192.0.2.3")));
            return true;
        });
        assertThat(database.query("SELECT state FROM ddnskit_record")).allMatch(row -> row.contains("192.0.2.3"));
    }

    @Test
    void aDatabaseThatHangsHangsNobodyAndAnInterruptLosesNothing() throws Exception {
        try (Cable cable = Cable.to(database.port())) {
            JdbcStateStore one = store(new Pool(cable.port()), SHORT.multipliedBy(5));
            awaitShares(List.of(one), 256);
            cable.freeze();
            long start = System.nanoTime();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> one.save(Map.of(KEY, confirmed("192.0.2.1"))))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("database");
            }
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
            cable.mend();
            await().atMost(PATIENCE).ignoreException(IOException.class).until(() -> {
                renew(one);
                one.save(Map.of(KEY, confirmed("192.0.2.2")));
                return true;
            });
            Thread.currentThread().interrupt();
            one.save(Map.of(KEY, confirmed("192.0.2.3")));
            assertThat(Thread.interrupted()).as("kept for later").isTrue();
            cable.freeze();
            start = System.nanoTime();
            one.close();
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos() / 2);
        }
        assertThat(database.query("SELECT state FROM ddnskit_record")).allMatch(row -> row.contains("192.0.2.3"));
    }

    @Test
    void aReplicaThatIsCutOffInTheMidstLocksNothingForLong() throws Exception {
        JdbcStateStore one = store();
        renew(one);
        try (Cable cable = Cable.to(database.port())) {
            Pool cutOff = new Pool(cable.port());
            try (var connection = cutOff.getConnection();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("SET LOCAL idle_in_transaction_session_timeout = 1000");
                statement.execute("SELECT 1 FROM ddnskit_lease FOR KEY SHARE");
                cable.freeze();
                database.expire();
                JdbcStateStore two = store();
                renew(two);
                assertThat(shares()).as("all are locked").isEmpty();
                awaitShares(List.of(two), 256);
            }
        }
    }

    @Test
    void concurrentRenewalsNeverGiveOneLeaseToTwo() throws Exception {
        List<JdbcStateStore> replicas = List.of(store(), store(), store(), store());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                List<Callable<Boolean>> renewals = new ArrayList<>();
                replicas.forEach(replica -> renewals.add(() -> replica.renew(states -> {})));
                for (Future<Boolean> renewal : threads.invokeAll(renewals)) {
                    renewal.get();
                }
                assertThat(database.wrongs()).isEmpty();
                long holders = replicas.stream()
                        .filter(replica -> replica.holds(HOME, Duration.ofMillis(1)))
                        .count();
                assertThat(holders).isLessThanOrEqualTo(1);
                if (round % 3 == 2) {
                    database.expire();
                }
            }
        } finally {
            threads.shutdown();
        }
        database.execute("UPDATE ddnskit_lease SET until = now() - interval '1 second'"); // with no need to wait
        awaitShares(replicas, 64, 64, 64, 64);
    }

    @Test
    void replicasMayMakeTheTablesAtTheSameTime() throws Exception {
        database.execute("CREATE SCHEMA fresh");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> makers = IntStream.range(0, 4)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        Pool pool = new Pool(database.port());
                        pool.setCurrentSchema("fresh");
                        JdbcStateStore.builder(pool).build().createSchema();
                        pool.drain();
                        return true;
                    })
                    .toList();
            for (Future<Boolean> made : threads.invokeAll(makers)) {
                assertThat(made.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(database.query("SELECT count(*) FROM fresh.ddnskit_lease")).containsExactly("256");
    }

    @Test
    void saysWhatIsWrongAndGivesNothingAway() {
        PGSimpleDataSource strange = new PGSimpleDataSource();
        strange.setPortNumbers(new int[] {database.port()});
        strange.setUser("nobody-special");
        strange.setPassword("hunter2");
        strange.setDatabaseName("ddns");
        assertThatThrownBy(() -> renew(store(strange, LONG)))
                .isExactlyInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessage("the database rejects the credentials (SQLSTATE 28000)");
        Pool empty = new Pool(database.port());
        empty.setCurrentSchema("nowhere");
        assertThatThrownBy(() -> renew(store(empty, LONG))).hasMessageContaining("createSchema()");
        empty.drain();
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/ddns?user=ddns&password=hunter2");
        assertThatThrownBy(() -> renew(store(nobody, LONG)))
                .hasNoCause()
                .hasMessage("the database cannot be reached (SQLSTATE 08001)");
        JdbcStateStore closed = store();
        closed.close();
        assertThatThrownBy(() -> renew(closed)).hasMessageContaining("closed");
        assertThatThrownBy(() -> JdbcStateStore.builder(database.pool()).leaseTime(Duration.ofSeconds(2)))
                .hasMessageContaining("at least 3 s");
    }

    private JdbcStateStore store() {
        return store(database.pool(), LONG);
    }

    private JdbcStateStore store(javax.sql.DataSource source, Duration leaseTime) {
        JdbcStateStore store = JdbcStateStore.builder(source)
                .leaseTime(leaseTime)
                .replica("of a test")
                .build();
        stores.add(store);
        return store;
    }

    private static Map<RecordKey, RecordState> renew(JdbcStateStore store) throws IOException {
        Map<RecordKey, RecordState> remembered = new HashMap<>();
        store.renew(remembered::putAll);
        return remembered;
    }

    private static void renewAll(List<JdbcStateStore> all) throws IOException {
        for (JdbcStateStore store : all) {
            renew(store);
        }
    }

    private static void awaitShares(List<JdbcStateStore> all, Integer... shares) {
        await().pollInterval(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .ignoreException(IOException.class)
                .until(() -> {
                    renewAll(all);
                    return shares().equals(List.of(shares));
                });
    }

    /** How many leases each replica holds, the fewest first. */
    private static List<Integer> shares() {
        return database
                .query("SELECT count(*) FROM ddnskit_lease WHERE until > now() GROUP BY holder ORDER BY 1")
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    private static RecordState confirmed(String address) {
        return RecordState.unknown("bind").confirmed(Set.of(IpLiteral.parse(address)), "default", NOW);
    }
}

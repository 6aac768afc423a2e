package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.spi.SharedStateStore;
import io.github.ddnskit.state.LeaseLostException;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two clients keep the same hosts, and a lease says which of them keeps which. */
class SharedHostsTest extends ClientInManualTime {

    private static final String SHOP = "shop.example.test";
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Database database = new Database();
    private final MemoryUpdater byOne = new MemoryUpdater();
    private final MemoryUpdater byTwo = new MemoryUpdater();
    private final Database.Store one = database.new Store();
    private final Database.Store two = database.new Store();

    @BeforeEach
    void theAddressIsKnownAndEachHasOneName() {
        ip.set("203.0.113.8");
        database.lease(HOME, one);
        database.lease(SHOP, two);
    }

    @Test
    void eachClientKeepsTheNamesWhoseLeaseItHolds() {
        try (DdnsClient first = start(replica(byOne, one));
                DdnsClient second = start(replica(byTwo, two))) {
            assertThat(byOne.updates())
                    .extracting(update -> update.host().ascii())
                    .containsExactly(HOME);
            assertThat(byTwo.updates())
                    .extracting(update -> update.host().ascii())
                    .containsExactly(SHOP);
            assertThat(first.status().records())
                    .allMatch(record -> record.key().host().equals(Hostname.of(HOME)));
            assertThat(second.status().records())
                    .allMatch(record -> record.key().host().equals(Hostname.of(SHOP)));
        }
    }

    @Test
    void anotherClientGoesOnWhereOneDied() {
        DdnsClient first = start(replica(byOne, one));
        try (DdnsClient second = start(replica(byTwo, two))) {
            database.lease(HOME, two);
            time.advance(LEASE);
            assertThat(byTwo.updates())
                    .as("what is confirmed is not sent again")
                    .hasSize(1);
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(byTwo.address(HOME, IPV4)).isEqualTo("203.0.113.9");
            assertThat(byTwo.address(SHOP, IPV4)).isEqualTo("203.0.113.9");
            assertThat(byOne.address(HOME, IPV4)).isEqualTo("203.0.113.8");
            assertThat(second.status().records()).hasSize(4);
        }
        first.close();
    }

    @Test
    void nothingIsSentOnceTheLeaseHasGoneToAnother() {
        try (DdnsClient first = start(replica(byOne, one))) {
            one.believesItHolds.add(Hostname.of(HOME));
            database.lease(HOME, two);
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(byOne.updates()).hasSize(1);
            assertThat(events.events(DdnsEvent.StateTrouble.class))
                    .isNotEmpty()
                    .allMatch(event -> event.detail().contains("nothing is sent that cannot be saved"));
            assertThat(first.status().verdicts()).containsKey(IPV4);
        }
    }

    @Test
    void nothingIsSentWhileTheStoreCannotBeReached() {
        try (DdnsClient first = start(replica(byOne, one))) {
            one.reachable = false;
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(byOne.updates()).hasSize(1);
            assertThat(events.events(DdnsEvent.StateTrouble.class))
                    .anyMatch(event -> event.detail().contains("the leases cannot be renewed"));
            one.reachable = true;
            time.advance(LEASE);
            assertThat(byOne.address(HOME, IPV4)).isEqualTo("203.0.113.9");
            assertThat(first.status().records()).hasSize(2);
        }
    }

    @Test
    void nothingIsSentWhenTheLeaseIsAboutToEnd() {
        try (DdnsClient first = start(replica(byOne, one))) {
            one.reachable = false;
            time.advance(LEASE.dividedBy(2).plusSeconds(1));
            one.savesAllTheSame = true;
            ip.set("203.0.113.9");
            first.networkChanged();
            time.advance(Duration.ofSeconds(5));
            assertThat(byOne.updates()).hasSize(1);
            one.reachable = true;
            time.advance(LEASE);
            assertThat(byOne.updates()).hasSize(2);
        }
    }

    @Test
    void stopsInTheMidstOfManyNamesWhenTheLeaseIsAboutToEnd() {
        database.lease(SHOP, one);
        one.savesUntilTheEndIsNear = 2; // before and after the first name
        try (DdnsClient first = start(replica(byOne, one))) {
            time.advance(Duration.ofSeconds(5));
            assertThat(byOne.updates()).hasSize(1);
            time.advance(LEASE);
            assertThat(byOne.updates()).hasSize(2);
            assertThat(first.status().records()).hasSize(4);
        }
    }

    @Test
    void sendsNothingWhenSavingTookTooLong() {
        one.savesUntilTheEndIsNear = 1;
        try (DdnsClient first = start(replica(byOne, one))) {
            time.advance(Duration.ofSeconds(5));
            assertThat(byOne.updates()).isEmpty();
            time.advance(LEASE);
            assertThat(byOne.updates()).hasSize(1);
            assertThat(first.status().records()).hasSize(2);
        }
    }

    @Test
    void checkNowTakesItsLeasesFirst() {
        DdnsClient once = replica(byOne, one).build();
        assertThat(once.checkNow()).isNotNull();
        time.advance(Duration.ofSeconds(1));
        assertThat(byOne.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        once.close();
    }

    private DdnsClient.Builder replica(MemoryUpdater updater, Database.Store store) {
        return builder()
                .host(HOME, updater)
                .host(SHOP, updater)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(events)
                .state(store);
    }

    /** What the clients share. */
    private final class Database {
        private final Map<RecordKey, RecordState> states = new HashMap<>();
        private final Map<Hostname, Store> holders = new HashMap<>();

        void lease(String name, Store holder) {
            holders.put(Hostname.of(name), holder);
        }

        private final class Store implements SharedStateStore {
            private final Set<Hostname> believesItHolds = new HashSet<>();
            private Set<Hostname> held = Set.of();
            private Instant until = Instant.MIN;
            private boolean reachable = true;
            private boolean savesAllTheSame;
            private int savesUntilTheEndIsNear;

            @Override
            public boolean renew(Consumer<Map<RecordKey, RecordState>> remembered) throws IOException {
                if (!reachable) {
                    throw new IOException("the database does not answer");
                }
                Set<Hostname> before = held;
                Set<Hostname> now = holders.entrySet().stream()
                        .filter(entry -> entry.getValue() == this)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
                Map<RecordKey, RecordState> gained = new HashMap<>(states);
                gained.keySet().removeIf(key -> !now.contains(key.host()) || before.contains(key.host()));
                remembered.accept(gained);
                held = now;
                until = time.now().plus(LEASE);
                return !before.containsAll(held);
            }

            @Override
            public Duration leaseTime() {
                return LEASE;
            }

            @Override
            public boolean holds(Hostname name, Duration atLeast) {
                return believesItHolds.contains(name)
                        || (held.contains(name) && time.now().plus(atLeast).isBefore(until));
            }

            @Override
            public Map<RecordKey, RecordState> load() {
                return Map.of();
            }

            @Override
            public void save(Map<RecordKey, RecordState> changes) throws IOException {
                if (!reachable && !savesAllTheSame) {
                    throw new IOException("the database does not answer");
                }
                if (changes.keySet().stream().anyMatch(key -> holders.get(key.host()) != this)) {
                    throw new LeaseLostException("another client keeps it");
                }
                states.putAll(changes);
                savesUntilTheEndIsNear--;
                if (savesUntilTheEndIsNear == 0) {
                    until = time.now().plus(LEASE.dividedBy(3));
                }
            }
        }
    }
}

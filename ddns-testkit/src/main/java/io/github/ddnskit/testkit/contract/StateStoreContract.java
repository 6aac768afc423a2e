package io.github.ddnskit.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.SharedStateStore;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.DamagedStateException;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the client relies on in every {@link StateStore}: inherit it, and say in {@link #fixture()} what to test.
 *
 * <p>What was saved is remembered, all of it and exactly, and of a save that failed nothing; other records are left alone;
 * a memory that is damaged is never trusted; many threads may save at once. A {@link SharedStateStore} is asked for its
 * leases first, as the client does.
 */
public abstract class StateStoreContract {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TARGET = "contract:example.test";
    private static final RecordKey HOME = key("home.example.test", AddressFamily.IPV4);
    private static final RecordKey HOME_IPV6 = key("home.example.test", AddressFamily.IPV6);
    private static final RecordKey OTHER = key("other.example.test", AddressFamily.IPV4);
    private static final int THREADS = 4;
    private static final int SAVES = 8;

    @SuppressWarnings("NullAway.Init")
    private StateStoreFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private StateStore store;

    /** For subclasses. */
    protected StateStoreContract() {}

    /**
     * Makes what a test needs.
     *
     * @return a new one
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract StateStoreFixture fixture() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        fixture = fixture();
        store = fixture.open();
    }

    @AfterEach
    final void close() {
        store.close();
        store.close(); // closing twice is allowed
        fixture.close();
    }

    @Test
    final void remembersNothingAtFirst() throws IOException {
        assertEquals(Map.of(), read());
    }

    @Test
    final void remembersWhatWasSaved() throws IOException {
        read();
        Map<RecordKey, RecordState> states = Map.of(HOME, confirmed("192.0.2.1"), HOME_IPV6, confirmed("2001:db8::1"));
        store.save(states);
        assertEquals(states, remembered());
    }

    @Test
    final void remembersEverythingAboutAState() throws IOException {
        read();
        RecordState attempted = confirmed("192.0.2.1").attempting(Set.of(IpLiteral.parse("192.0.2.2")), NOW);
        Map<RecordKey, RecordState> states = Map.of(
                key("unknown.example.test", AddressFamily.IPV4),
                RecordState.unknown(TARGET),
                key("attempted.example.test", AddressFamily.IPV4),
                attempted,
                key("removing.example.test", AddressFamily.IPV4),
                confirmed("192.0.2.1").attempting(Set.of(), NOW),
                key("removed.example.test", AddressFamily.IPV6),
                RecordState.unknown(TARGET).confirmed(Set.of(), "", NOW),
                key("two.example.test", AddressFamily.IPV6),
                confirmed("2001:db8::1", "2001:db8::2"),
                key("failed.example.test", AddressFamily.IPV4),
                attempted.failed(NOW.plusSeconds(60)).failed(NOW.plusSeconds(120)),
                key("halted.example.test", AddressFamily.IPV4),
                attempted.halted(
                        new RecordState.Halt("seal", FailureReason.BLOCKED, "\"abuse\"\n\t100 % \\ λ 雪 {}[],:")),
                key("xn--bcher-kva.example.test", AddressFamily.IPV4),
                confirmed("192.0.2.3"));
        store.save(states);
        assertEquals(states, remembered());
    }

    @Test
    final void keepsTheRecordsOfWhichNothingNewIsSaid() throws IOException {
        read();
        store.save(Map.of(HOME, confirmed("192.0.2.1"), OTHER, confirmed("192.0.2.2")));
        store.save(Map.of(HOME, confirmed("192.0.2.3")));
        store.save(Map.of());
        assertEquals(Map.of(HOME, confirmed("192.0.2.3"), OTHER, confirmed("192.0.2.2")), remembered());
    }

    @Test
    final void goesOnFromWhatItFinds() throws IOException {
        read();
        store.save(Map.of(HOME, confirmed("192.0.2.1"), OTHER, confirmed("192.0.2.2")));
        remembered();
        store.save(Map.of(OTHER, confirmed("192.0.2.3")));
        assertEquals(Map.of(HOME, confirmed("192.0.2.1"), OTHER, confirmed("192.0.2.3")), remembered());
    }

    @Test
    final void hasNothingInCommonWithTheMapsOfOthers() throws IOException {
        read();
        Map<RecordKey, RecordState> states = new HashMap<>(Map.of(HOME, confirmed("192.0.2.1")));
        store.save(states);
        states.put(OTHER, confirmed("192.0.2.2"));
        Map<RecordKey, RecordState> read = remembered();
        assertEquals(Map.of(HOME, confirmed("192.0.2.1")), read);
        store.save(Map.of(HOME, confirmed("192.0.2.9")));
        assertEquals(Map.of(HOME, confirmed("192.0.2.1")), read, "what was read once has changed");
    }

    @Test
    final void remembersThousandsOfRecords() throws IOException {
        read();
        Map<RecordKey, RecordState> states = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            states.put(key("device-" + i + ".example.test", AddressFamily.IPV4), confirmed("192.0.2." + i % 256));
        }
        store.save(states);
        store.save(Map.of(HOME, confirmed("192.0.2.1")));
        states.put(HOME, confirmed("192.0.2.1"));
        assertEquals(states, remembered());
    }

    @Test
    final void takesSavesOfManyThreadsAtOnce() throws Exception {
        read();
        Map<RecordKey, RecordState> expected = new HashMap<>();
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String label = "thread" + thread;
            for (int i = 0; i < SAVES; i++) {
                expected.put(key(label + "-" + i + ".example.test", AddressFamily.IPV4), confirmed("192.0.2." + i));
            }
            tasks.add(new FutureTask<>(() -> {
                for (int i = 0; i < SAVES; i++) {
                    store.save(Map.of(
                            key(label + "-" + i + ".example.test", AddressFamily.IPV4), confirmed("192.0.2." + i)));
                }
                return null;
            }));
        }
        tasks.forEach(task -> new Thread(task, "contract").start());
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
        assertEquals(expected, remembered());
    }

    @Test
    final void remembersNothingOfASaveThatFailed() throws IOException {
        read();
        store.save(Map.of(HOME, confirmed("192.0.2.1")));
        if (!fixture.breakDown()) {
            return;
        }
        assertThrows(
                IOException.class,
                () -> store.save(Map.of(HOME, confirmed("192.0.2.2"), OTHER, confirmed("192.0.2.2"))),
                "the save could not succeed");
        fixture.repair();
        assertEquals(Map.of(HOME, confirmed("192.0.2.1")), remembered());
        store.save(Map.of(OTHER, confirmed("192.0.2.3")));
        assertEquals(Map.of(HOME, confirmed("192.0.2.1"), OTHER, confirmed("192.0.2.3")), remembered());
    }

    @Test
    final void doesNotTrustWhatIsDamaged() throws IOException {
        read();
        store.save(Map.of(HOME, confirmed("192.0.2.1")));
        store.close();
        boolean damaged = fixture.damage();
        store = fixture.open();
        if (!damaged) {
            return;
        }
        assertThrows(DamagedStateException.class, this::read, "what is damaged was believed");
        assertEquals(Map.of(), read(), "it is set aside, and reading again finds nothing");
        store.save(Map.of(HOME, confirmed("192.0.2.2")));
        assertEquals(Map.of(HOME, confirmed("192.0.2.2")), remembered());
    }

    @Test
    final void savesThoughItsThreadIsInterrupted() throws IOException {
        read();
        boolean stillInterrupted;
        Thread.currentThread().interrupt();
        try {
            store.save(Map.of(HOME, confirmed("192.0.2.1")));
        } finally {
            stillInterrupted = Thread.interrupted();
        }
        assertTrue(stillInterrupted, "the interrupt is meant for somebody else");
        assertEquals(Map.of(HOME, confirmed("192.0.2.1")), remembered());
    }

    /** What is remembered, to a program that starts anew if that is possible. */
    private Map<RecordKey, RecordState> remembered() throws IOException {
        if (fixture.survives()) {
            store.close();
            store = fixture.open();
        }
        return read();
    }

    private Map<RecordKey, RecordState> read() throws IOException {
        if (!(store instanceof SharedStateStore shared)) {
            return store.load();
        }
        Map<RecordKey, RecordState> states = new HashMap<>(shared.load());
        shared.renew(states::putAll);
        return states;
    }

    private static RecordKey key(String name, AddressFamily family) {
        return new RecordKey(Hostname.of(name), family);
    }

    private static RecordState confirmed(String... addresses) {
        return RecordState.unknown(TARGET)
                .confirmed(
                        Set.copyOf(List.of(addresses).stream()
                                .map(IpLiteral::parse)
                                .toList()),
                        "ttl=60",
                        NOW);
    }
}

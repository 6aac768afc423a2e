package io.github.ddnskit.internal;

import static io.github.ddnskit.internal.Interleavings.atOnce;
import static io.github.ddnskit.internal.Interleavings.require;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Host;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small things that several threads of a client have in common. */
class SharedInterleavingsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Host HOST = Host.of("home.example.test", new NoUpdater());
    private static final RecordState BEFORE = RecordState.unknown("somewhere");
    private static final RecordState AFTER = BEFORE.failed(NOW);

    @Test
    void aLookIsGivenToOneHintOnly() {
        Interleavings.explore(() -> {
            HintLimit limit = new HintLimit();
            for (int i = 1; i < HintLimit.BURST; i++) {
                require(limit.take(NOW).isZero(), "there are so many looks");
            }
            boolean[] taken = new boolean[2];
            atOnce(
                    () -> taken[0] = limit.take(NOW).isZero(),
                    () -> taken[1] = limit.take(NOW).isZero());
            require(taken[0] != taken[1], "the last look is given to one");
        });
    }

    @Test
    void aHostThatIsPutOnTheAgendaWhileItIsTakenIsLookedAtOnceMore() {
        Interleavings.explore(() -> {
            Agenda agenda = new Agenda();
            Slot slot = new Slot(HOST);
            agenda.add(slot);
            List<Slot> looked = new ArrayList<>();
            boolean[] changed = new boolean[1];
            boolean[] seen = new boolean[1];
            atOnce(
                    () -> {
                        changed[0] = true;
                        agenda.add(slot);
                    },
                    () -> {
                        looked.addAll(agenda.take(NOW));
                        seen[0] = changed[0];
                    });
            require(looked.size() == 1, "it is on the agenda once");
            List<Slot> next = agenda.take(NOW);
            require(next.size() <= 1, "and again once at most");
            require(seen[0] || !next.isEmpty(), "what has changed since is looked at");
        });
    }

    @Test
    void anAlarmIsNotLostWhileAnotherIsSet() {
        Interleavings.explore(() -> {
            Agenda agenda = new Agenda();
            Slot slot = new Slot(HOST);
            Slot other = new Slot(Host.of("shop.example.test", HOST.updater()));
            atOnce(() -> agenda.at(slot, NOW), () -> agenda.at(other, NOW.plusSeconds(1)));
            require(agenda.take(NOW).equals(List.of(slot)), "the first comes at its time");
            require(NOW.plusSeconds(1).equals(agenda.next()), "the other is still to come");
        });
    }

    @Test
    void whatTwoLanesRememberAtOnceIsSavedAlthoughTheStoreFailsOnce() {
        Interleavings.explore(() -> {
            MoodyStore store = new MoodyStore();
            Ledger ledger = new Ledger(store);
            RecordKey ipv4 = new RecordKey(HOST.name(), AddressFamily.IPV4);
            RecordKey ipv6 = new RecordKey(HOST.name(), AddressFamily.IPV6);
            atOnce(() -> ledger.put(Map.of(ipv4, AFTER)), () -> ledger.put(Map.of(ipv6, AFTER)));
            require(AFTER.equals(ledger.get(ipv4, "somewhere")), "the one is known");
            require(AFTER.equals(ledger.get(ipv6, "somewhere")), "the other is known");
            ledger.put(Map.of());
            require(store.saved.size() == 2, "both are saved in the end");
        });
    }

    @Test
    void anOlderStateIsNotSavedOverANewerOne() {
        Interleavings.explore(() -> {
            MoodyStore store = new MoodyStore();
            Ledger ledger = new Ledger(store);
            RecordKey key = new RecordKey(HOST.name(), AddressFamily.IPV4);
            ledger.put(Map.of(key, BEFORE)); // which is not saved
            atOnce(() -> ledger.put(Map.of()), () -> ledger.put(Map.of(key, AFTER)));
            require(AFTER.equals(store.saved.get(key)), "the newer one is saved");
        });
    }

    /** A store that fails the first time. */
    private static final class MoodyStore implements StateStore {
        private final Map<RecordKey, RecordState> saved = new HashMap<>();
        private boolean good;

        @Override
        public Map<RecordKey, RecordState> load() {
            return Map.of();
        }

        @Override
        public void save(Map<RecordKey, RecordState> changes) throws IOException {
            if (!good) {
                good = true;
                throw new IOException("not now");
            }
            saved.putAll(changes);
        }
    }

    private static final class NoUpdater implements DnsUpdater {
        @Override
        public Capabilities capabilities() {
            return Capabilities.standard();
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("nowhere");
        }

        @Override
        public UpdateReport update(Update update) {
            return UpdateReport.published(update);
        }
    }
}

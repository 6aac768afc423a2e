package io.github.ddnskit.internal;

import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.DamagedStateException;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of each record: in memory always, and in the store as soon as it can be written. */
final class Ledger {

    private final StateStore store;
    private final Map<RecordKey, RecordState> states = new HashMap<>();
    private final Map<RecordKey, RecordState> unsaved = new HashMap<>();
    private final Object saving = new Object();

    Ledger(StateStore store) {
        this.store = store;
    }

    /**
     * Reads the store.
     *
     * @return what was wrong with it, if it was damaged and has been set aside
     * @throws IOException if it cannot be read
     */
    Optional<String> load() throws IOException {
        Map<RecordKey, RecordState> loaded;
        Optional<String> damage = Optional.empty();
        try {
            loaded = store.load();
        } catch (DamagedStateException e) {
            damage = Optional.of(String.valueOf(e.getMessage()));
            loaded = store.load();
        }
        synchronized (states) {
            states.putAll(loaded);
        }
        return damage;
    }

    RecordState get(RecordKey key, String target) {
        synchronized (states) {
            RecordState state = states.get(key);
            return state == null || !state.target().equals(target) ? RecordState.unknown(target) : state;
        }
    }

    /**
     * Remembers, and writes what is new together with what could not be written before.
     *
     * @return what is wrong with the store, if it could not be written
     */
    Optional<String> put(Map<RecordKey, RecordState> changes) {
        synchronized (saving) {
            synchronized (states) {
                states.putAll(changes);
            }
            unsaved.putAll(changes);
            if (unsaved.isEmpty()) {
                return Optional.empty();
            }
            try {
                store.save(Map.copyOf(unsaved));
                unsaved.clear();
                return Optional.empty();
            } catch (IOException | RuntimeException e) {
                return Optional.of("it cannot be saved and is kept in memory only: "
                        + e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}

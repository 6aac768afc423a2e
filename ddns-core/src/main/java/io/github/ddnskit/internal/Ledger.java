package io.github.ddnskit.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.spi.SharedStateStore;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.DamagedStateException;
import io.github.ddnskit.state.LeaseLostException;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of each record: in memory always, and in the store as soon as it can be written. */
final class Ledger {

    private final StateStore store;
    private final @Nullable SharedStateStore shared;
    private final Map<RecordKey, RecordState> states = new HashMap<>();
    private final Map<RecordKey, RecordState> unsaved = new HashMap<>();
    private final Object saving = new Object();

    Ledger(StateStore store) {
        this.store = store;
        this.shared = store instanceof SharedStateStore others ? others : null;
    }

    /**
     * Reads the store.
     *
     * @return what was wrong with it, if it was damaged and has been set aside
     * @throws UncheckedIOException if it cannot be read
     */
    Optional<String> load() {
        try {
            take(store.load());
            return Optional.empty();
        } catch (DamagedStateException e) {
            take(afterDamage());
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<RecordKey, RecordState> afterDamage() {
        try {
            return store.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes what is remembered of names that are kept from now on: another client may have gone on with them. */
    void gain(Map<RecordKey, RecordState> remembered) {
        synchronized (saving) {
            unsaved.keySet().removeAll(remembered.keySet());
            take(remembered);
        }
    }

    private void take(Map<RecordKey, RecordState> remembered) {
        synchronized (states) {
            states.putAll(remembered);
        }
    }

    /** {@return whether a name is this client's} */
    boolean holds(Hostname name) {
        return shared == null || shared.holds(name, Duration.ZERO);
    }

    /** {@return whether a name is this client's long enough to send an update} */
    boolean holdsLongEnough(Hostname name) {
        return shared == null || shared.holds(name, shared.leaseTime().dividedBy(2));
    }

    RecordState get(RecordKey key, String target) {
        synchronized (states) {
            RecordState state = states.get(key);
            return state == null || !state.target().equals(target) ? RecordState.unknown(target) : state;
        }
    }

    /** {@return the records that a provider has refused for good} */
    List<RecordKey> halted(String target) {
        List<RecordKey> halted = new ArrayList<>();
        synchronized (states) {
            states.forEach((key, state) -> {
                if (state.halt() != null && state.target().equals(target)) {
                    halted.add(key);
                }
            });
        }
        return halted;
    }

    /** Remembers, and leaves the writing to the next who puts something. */
    void note(Map<RecordKey, RecordState> changes) {
        synchronized (saving) {
            take(changes);
            unsaved.putAll(changes);
        }
    }

    /**
     * Remembers, and writes what is new together with what could not be written before.
     *
     * @return what is wrong with the store, if it could not be written
     */
    Optional<String> put(Map<RecordKey, RecordState> changes) {
        synchronized (saving) {
            take(changes);
            unsaved.putAll(changes);
            unsaved.keySet().removeIf(key -> !holds(key.host()));
            return save(unsaved).map(trouble -> "it cannot be saved and is kept in memory only: " + trouble);
        }
    }

    /** {@return whether other clients have the same names, so that nothing may be sent that was not saved before} */
    boolean isShared() {
        return shared != null;
    }

    /**
     * Saves what is about to be sent, and remembers it if that succeeds.
     *
     * @return why it must not be sent, if it could not be saved
     */
    Optional<String> reserve(Map<RecordKey, RecordState> attempts) {
        synchronized (saving) {
            Optional<String> trouble = save(new HashMap<>(attempts));
            if (trouble.isEmpty()) {
                unsaved.keySet().removeAll(attempts.keySet());
                take(attempts);
            }
            return trouble.map(why -> "nothing is sent that cannot be saved: " + why);
        }
    }

    /** Writes, and empties the map if it was written. */
    private Optional<String> save(Map<RecordKey, RecordState> changes) {
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        try {
            store.save(Map.copyOf(changes));
            changes.clear();
            return Optional.empty();
        } catch (LeaseLostException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}

package io.github.ddnskit.state;

import io.github.ddnskit.spi.StateStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers until the program ends. Thread-safe.
 *
 * <p>After a restart each name is sent once more, and a provider's wish to be left alone is forgotten: use a
 * {@link FileStateStore} for anything but tests.
 */
public final class MemoryStateStore implements StateStore {

    private final Map<RecordKey, RecordState> states = new ConcurrentHashMap<>();

    private MemoryStateStore() {}

    /** {@return an empty store} */
    public static MemoryStateStore create() {
        return new MemoryStateStore();
    }

    @Override
    public Map<RecordKey, RecordState> load() {
        return Map.copyOf(states);
    }

    @Override
    public void save(Map<RecordKey, RecordState> changes) {
        states.putAll(changes);
    }
}

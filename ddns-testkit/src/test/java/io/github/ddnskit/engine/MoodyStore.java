package io.github.ddnskit.engine;

import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that fails now and then, and complains if two threads save at once. What came of a request that
 * ended late may be saved after the end, too. */
final class MoodyStore implements StateStore {

    private final Queue<String> violations;
    private final Map<RecordKey, RecordState> states = new HashMap<>();
    private final AtomicInteger saving = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private int saves;

    MoodyStore(Queue<String> violations) {
        this.violations = violations;
    }

    int closed() {
        return closed.get();
    }

    @Override
    public Map<RecordKey, RecordState> load() {
        synchronized (states) {
            return Map.copyOf(states);
        }
    }

    @Override
    public void save(Map<RecordKey, RecordState> changes) throws IOException {
        if (saving.incrementAndGet() != 1) {
            violations.add("two saves at once");
        }
        try {
            if (++saves % 4 == 0) {
                throw new IOException("not now");
            }
            synchronized (states) {
                states.putAll(changes);
            }
        } finally {
            saving.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}

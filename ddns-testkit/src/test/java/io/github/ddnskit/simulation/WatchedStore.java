package io.github.ddnskit.simulation;

import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.util.Map;

/** A store that tells the checks what is written, and whether it could be. */
final class WatchedStore implements StateStore {

    private final StateStore store;
    private final Life life;
    private final Checks checks;
    private final Knowledge knowledge;
    private final Trace trace;

    WatchedStore(StateStore store, Life life, Checks checks, Knowledge knowledge, Trace trace) {
        this.store = store;
        this.life = life;
        this.checks = checks;
        this.knowledge = knowledge;
        this.trace = trace;
    }

    @Override
    public Map<RecordKey, RecordState> load() throws IOException {
        return store.load();
    }

    @Override
    public void save(Map<RecordKey, RecordState> changes) throws IOException {
        life.boundary();
        checks.confirmedBeforeSaved(changes);
        try {
            store.save(changes);
        } catch (IOException e) {
            trace.add(() -> "  not saved: " + e.getMessage());
            knowledge.notSaved();
            throw e;
        }
        trace.add(() -> "  saved");
        knowledge.saved();
        life.boundary();
    }

    @Override
    public void close() {
        store.close();
    }
}

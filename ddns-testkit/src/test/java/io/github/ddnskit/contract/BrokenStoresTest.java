package io.github.ddnskit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import io.github.ddnskit.testkit.contract.StateStoreContract;
import io.github.ddnskit.testkit.contract.StateStoreFixture;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A store that is wrong in one way fails that test of {@link StateStoreContract} that is about it. */
class BrokenStoresTest {

    @Test
    void whatIsWrongIsFound() {
        assertThat(failures(Right.class)).isEmpty();
        assertThat(failures(ForgetsOthers.class))
                .contains("keepsTheRecordsOfWhichNothingNewIsSaid", "goesOnFromWhatItFinds");
        assertThat(failures(HandsOutItsOwnMap.class)).containsExactly("hasNothingInCommonWithTheMapsOfOthers");
        assertThat(failures(DropsFailures.class)).containsExactly("remembersEverythingAboutAState");
        assertThat(failures(KeepsHalfOfAFailedSave.class)).containsExactly("remembersNothingOfASaveThatFailed");
        assertThat(failures(SaysNothingOfFailure.class)).containsExactly("remembersNothingOfASaveThatFailed");
        assertThat(failures(GivesUpWhenInterrupted.class)).containsExactly("savesThoughItsThreadIsInterrupted");
        assertThat(failures(BelievesDamage.class)).containsExactly("doesNotTrustWhatIsDamaged");
        assertThat(failures(LosesRaces.class)).contains("takesSavesOfManyThreadsAtOnce");
    }

    private static List<String> failures(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents()
                .failed()
                .map(Event::getTestDescriptor)
                .map(test -> test.getDisplayName().replace("()", ""))
                .sorted()
                .toList();
    }

    /** A memory that survives its stores, in which everything is right unless it is overridden. */
    abstract static class InMemory extends StateStoreContract {

        final Map<RecordKey, RecordState> memory = new HashMap<>();
        final AtomicBoolean full = new AtomicBoolean();

        void save(Map<RecordKey, RecordState> changes) throws IOException {
            if (full.get()) {
                throw new IOException("full");
            }
            synchronized (memory) {
                memory.putAll(changes);
            }
        }

        Map<RecordKey, RecordState> load() {
            synchronized (memory) {
                return Map.copyOf(memory);
            }
        }

        boolean damage() {
            return false;
        }

        @Override
        protected StateStoreFixture fixture() {
            return new StateStoreFixture() {
                @Override
                public StateStore open() {
                    return new StateStore() {
                        @Override
                        public Map<RecordKey, RecordState> load() {
                            return InMemory.this.load();
                        }

                        @Override
                        public void save(Map<RecordKey, RecordState> changes) throws IOException {
                            InMemory.this.save(changes);
                        }
                    };
                }

                @Override
                public boolean breakDown() {
                    full.set(true);
                    return true;
                }

                @Override
                public void repair() {
                    full.set(false);
                }

                @Override
                public boolean damage() {
                    return InMemory.this.damage();
                }

                @Override
                public void close() {}
            };
        }
    }

    static class Right extends InMemory {}

    static class ForgetsOthers extends InMemory {
        @Override
        void save(Map<RecordKey, RecordState> changes) throws IOException {
            synchronized (memory) {
                memory.clear();
            }
            super.save(changes);
        }
    }

    static class HandsOutItsOwnMap extends InMemory {
        @Override
        Map<RecordKey, RecordState> load() {
            return memory;
        }
    }

    static class DropsFailures extends InMemory {
        @Override
        void save(Map<RecordKey, RecordState> changes) throws IOException {
            Map<RecordKey, RecordState> without = new HashMap<>();
            changes.forEach((key, state) -> without.put(
                    key,
                    new RecordState(
                            state.target(),
                            state.confirmed(),
                            state.attempts(),
                            state.sentAt(),
                            0,
                            state.notBefore(),
                            state.halt())));
            super.save(without);
        }
    }

    static class KeepsHalfOfAFailedSave extends InMemory {
        @Override
        void save(Map<RecordKey, RecordState> changes) throws IOException {
            if (full.get()) {
                Map.Entry<RecordKey, RecordState> first =
                        changes.entrySet().iterator().next();
                memory.put(first.getKey(), first.getValue());
            }
            super.save(changes);
        }
    }

    static class SaysNothingOfFailure extends InMemory {
        @Override
        void save(Map<RecordKey, RecordState> changes) throws IOException {
            if (!full.get()) {
                super.save(changes);
            }
        }
    }

    static class GivesUpWhenInterrupted extends InMemory {
        @Override
        void save(Map<RecordKey, RecordState> changes) throws IOException {
            if (Thread.interrupted()) {
                throw new IOException("interrupted");
            }
            super.save(changes);
        }
    }

    static class BelievesDamage extends InMemory {
        @Override
        boolean damage() {
            memory.clear();
            return true;
        }
    }

    static class LosesRaces extends InMemory {
        @Override
        void save(Map<RecordKey, RecordState> changes) throws IOException {
            Map<RecordKey, RecordState> mine = new HashMap<>(load());
            mine.putAll(changes);
            for (int i = 0; i < 20_000; i++) {
                Thread.onSpinWait(); // so that somebody comes in between
            }
            synchronized (memory) {
                memory.clear();
            }
            super.save(mine);
        }
    }
}

package io.github.ddnskit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ten invariants in a hundred thousand schedules of chance, which take two minutes on two cores of a server. In some, a
 * provider is the real updater for DNS UPDATE with the name server of the testkit, and every octet between them.
 * {@code -Dddnskit.schedules=10000000} runs more, or fewer; {@code -Dddnskit.seed=42} runs one alone and tells all of it.
 */
class EngineSimulationTest {

    private static final long SCHEDULES = Long.getLong("ddnskit.schedules", 100_000);
    private static final @Nullable Long SEED = Long.getLong("ddnskit.seed");

    private static final long COMPARED = 65;
    private static final long NOTICED_WITHIN = 500;

    private static final Quiet QUIET = new Quiet();
    private static final CheapSeals SEALS = new CheapSeals();

    @AfterAll
    static void restore() {
        SEALS.close();
        QUIET.close();
    }

    @Test
    void keepsItsPromisesWhateverHappens() throws ExecutionException, InterruptedException {
        if (SEED == null) {
            Schedules.run(0, SCHEDULES).ifPresent(failure -> {
                throw new AssertionError(Schedules.explain(failure), failure.violation());
            });
        } else {
            Trace trace = Trace.kept();
            Optional<Schedules.Failure> failure = Schedules.run(SEED, Sabotage.NONE, trace);
            System.out.println(String.join("\n", trace.lines()));
            assertThat(failure).isEmpty();
        }
    }

    /** Something around the client is broken so that it breaks a promise: the check of that promise notices. */
    @ParameterizedTest
    @EnumSource(Mutant.class)
    void noticesWhatIsBroken(Mutant mutant) {
        Map<Invariant, Long> noticed = new EnumMap<>(Invariant.class);
        for (long seed = 1; seed <= NOTICED_WITHIN && !noticed.containsKey(mutant.broken()); seed++) {
            Schedules.run(seed, mutant, Trace.none())
                    .ifPresent(
                            failure -> noticed.putIfAbsent(failure.violation().invariant(), failure.seed()));
        }
        assertThat(noticed).as("%s, by the first seed that noticed", mutant).containsKey(mutant.broken());
    }

    @Test
    void oneSeedIsAlwaysTheSameSchedule() {
        for (long seed = 0; seed < COMPARED; seed++) {
            Trace once = Trace.kept();
            Trace again = Trace.kept();
            Schedules.run(seed, Sabotage.NONE, once);
            Schedules.run(seed, Sabotage.NONE, again);
            assertThat(again.lines())
                    .as("seed %d", seed)
                    .isEqualTo(once.lines())
                    .hasSizeGreaterThan(10);
        }
    }
}

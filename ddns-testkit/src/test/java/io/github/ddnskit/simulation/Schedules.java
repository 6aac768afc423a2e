package io.github.ddnskit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Runs schedules, many at once, until one breaks a promise. */
final class Schedules {

    private static final int LAST_LINES = 60;

    private Schedules() {}

    /** A schedule that broke a promise. */
    record Failure(long seed, Violation violation) {}

    /** Runs one schedule. */
    static Optional<Failure> run(long seed, Sabotage sabotage, Trace trace) {
        Simulation simulation = new Simulation(seed, sabotage, trace);
        Quiet.simulate(simulation.checks::noSecrets);
        try {
            simulation.run();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(new Failure(seed, violation));
        } catch (RuntimeException | Error e) {
            throw new IllegalStateException("seed " + seed + " ended with " + e + "\n" + trace.last(LAST_LINES), e);
        } finally {
            Quiet.end();
        }
    }

    /** Runs all schedules of a range of seeds, and returns the first that fails. */
    static Optional<Failure> run(long first, long count) throws InterruptedException, ExecutionException {
        int streams = Runtime.getRuntime().availableProcessors(); // no schedule waits for anything
        AtomicLong next = new AtomicLong(first);
        AtomicReference<Failure> found = new AtomicReference<>();
        ExecutorService executor = Executors.newFixedThreadPool(streams);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                running.add(executor.submit(() -> {
                    for (long seed = next.getAndIncrement();
                            seed < first + count && found.get() == null;
                            seed = next.getAndIncrement()) {
                        run(seed, Sabotage.NONE, Trace.none()).ifPresent(failure -> found.compareAndSet(null, failure));
                    }
                }));
            }
            for (Future<?> stream : running) {
                stream.get();
            }
        } finally {
            executor.shutdownNow();
        }
        return Optional.ofNullable(found.get());
    }

    /** What to tell about a failure: what broke, what happened before, and how to see it all again. */
    static String explain(Failure failure) {
        Trace trace = Trace.kept();
        run(failure.seed(), Sabotage.NONE, trace);
        return failure.violation().invariant() + " was broken by seed " + failure.seed() + ": "
                + failure.violation().getMessage() + "\nThe last that happened:\n" + trace.last(LAST_LINES)
                + "\nAll of it: mvn test -pl ddns-testkit -am -Dtest=EngineSimulationTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dddnskit.seed=" + failure.seed();
    }
}

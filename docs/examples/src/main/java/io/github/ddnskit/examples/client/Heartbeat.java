package io.github.ddnskit.examples.client;

import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task again and again on the scheduler of a client, for as long as that works: if it is stuck, so is the task. A
 * signal is what a client lends its scheduler to; this one never hints at anything. Thread-safe.
 */
final class Heartbeat implements ChangeSignal {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Duration period;
    private final Runnable beat;
    private Scheduler.@Nullable Task next;
    private boolean closed;

    /**
     * Creates it; it begins when a client subscribes.
     *
     * @param period the time between the end of one beat and the next; the first comes within a second
     * @param beat what to do
     */
    Heartbeat(Duration period, Runnable beat) {
        this.period = period;
        this.beat = beat;
    }

    @Override
    public void subscribe(Runnable hint) {
        throw new UnsupportedOperationException("it beats on the scheduler of a client");
    }

    @Override
    public void subscribe(Runnable hint, Scheduler scheduler) {
        schedule(scheduler, period.compareTo(SOON) < 0 ? period : SOON);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void schedule(Scheduler scheduler, Duration delay) {
        if (!closed) {
            next = scheduler.schedule(delay, () -> {
                beat.run();
                schedule(scheduler, period);
            });
        }
    }
}

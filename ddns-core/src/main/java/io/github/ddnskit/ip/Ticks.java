package io.github.ddnskit.ip;

import io.github.ddnskit.internal.SerialJob;
import io.github.ddnskit.internal.SystemScheduler;
import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether something has changed, and hints if it has: what the signals without a thread of their
 * own have in common. Thread-safe.
 */
final class Ticks implements AutoCloseable {

    private final Supplier<Duration> pause;
    private final BooleanSupplier look;
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();
    private @Nullable SystemScheduler own;
    private @Nullable SerialJob job;
    private boolean closed;

    /**
     * Creates it; nothing is looked at before somebody subscribes.
     *
     * @param period how long to wait between two looks
     * @param look whether something has changed since it was called last; never called twice at once
     */
    Ticks(Duration period, BooleanSupplier look) {
        this(() -> period, look);
    }

    /**
     * Creates it; nothing is looked at before somebody subscribes.
     *
     * @param pause how long to wait for the next look; asked after every look but the first
     * @param look whether something has changed since it was called last; never called twice at once
     */
    Ticks(Supplier<Duration> pause, BooleanSupplier look) {
        this.pause = pause;
        this.look = look;
    }

    /**
     * Adds a subscriber. With the first one the looking begins.
     *
     * @param lent runs it, or null for a scheduler of its own
     */
    synchronized void subscribe(Runnable hint, @Nullable Scheduler lent) {
        hints.add(hint);
        if (job != null || closed) {
            return;
        }
        Scheduler scheduler = lent;
        if (scheduler == null) {
            own = new SystemScheduler();
            scheduler = own;
        }
        var unused = look.getAsBoolean(); // what is there already is no change
        job = new SerialJob(scheduler, this::tick);
        job.wake(Duration.ZERO);
    }

    /** Looks now, and not only when the period is over. */
    synchronized void now() {
        if (job != null) {
            job.wake(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        SerialJob begun;
        SystemScheduler started;
        synchronized (this) {
            closed = true;
            begun = job;
            started = own;
        }
        hints.clear();
        if (begun != null) {
            begun.stop();
        }
        if (started != null) {
            started.close();
        }
    }

    private Duration tick() {
        if (look.getAsBoolean()) {
            hints.forEach(Runnable::run);
        }
        return pause.get();
    }
}

package io.github.ddnskit.internal;

import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A scheduler without threads: whoever calls {@link #runAll} runs what is due at once; what is due later waits for ever. */
public final class Tasks implements Scheduler {

    private final Deque<Runnable> due = new ArrayDeque<>();
    private int later;

    @Override
    public synchronized Task schedule(Duration delay, Runnable task) {
        if (delay.isZero()) {
            due.add(task);
            return () -> cancel(task);
        }
        later++;
        return this::cancelLater;
    }

    /** Takes the first task that is due, which cannot be cancelled from now on. */
    public Runnable take() {
        Runnable task = next();
        if (task == null) {
            throw new AssertionError("nothing is due");
        }
        return task;
    }

    /** Runs what is due. */
    public void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    /** Whether nothing waits, be it due or not. */
    public synchronized boolean isEmpty() {
        return due.isEmpty() && later == 0;
    }

    private synchronized @Nullable Runnable next() {
        return due.poll();
    }

    private synchronized void cancel(Runnable task) {
        due.remove(task);
    }

    private synchronized void cancelLater() {
        later--;
    }

    @Override
    public synchronized void close() {
        due.clear();
    }
}

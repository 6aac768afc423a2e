package io.github.ddnskit.internal;

import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A job that is run again and again, never twice at once. Requests that come before it has started are served by one
 * run, and those that come while it is running by one more.
 */
public final class SerialJob {

    private final Scheduler scheduler;
    private final Supplier<@Nullable Duration> body;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();

    private Scheduler.@Nullable Task timer;
    private @Nullable CompletableFuture<Void> requested;
    private @Nullable CompletableFuture<Void> serving;
    private @Nullable Thread runner;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean closed;

    /**
     * Creates the job; it does not run yet.
     *
     * @param body one run; returns after what time it wants to run again, or null if it waits for a request. It throws
     *     nothing.
     */
    public SerialJob(Scheduler scheduler, Supplier<@Nullable Duration> body) {
        this.scheduler = scheduler;
        this.body = body;
    }

    /**
     * Asks for a run at once.
     *
     * @return completed after a run that starts from now on; cancelled if the job is stopped before
     */
    public CompletableFuture<Void> request() {
        lock.lock();
        try {
            CompletableFuture<Void> future = requested == null ? new CompletableFuture<>() : requested;
            if (closed) {
                future.cancel(false);
            } else {
                requested = future;
                if (runner == null) {
                    arm(Duration.ZERO);
                }
            }
            return future;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks for a run whose end nobody waits for.
     *
     * @param delay how long to wait first, so that requests may gather
     */
    public void wake(Duration delay) {
        lock.lock();
        try {
            if (!closed && requested == null) {
                requested = new CompletableFuture<>();
                if (runner == null) {
                    arm(delay);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it runs, or will because somebody asked. */
    public boolean isBusy() {
        lock.lock();
        try {
            return runner != null || requested != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no run will start any more. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Prevents any run from starting, and interrupts the one that has. */
    public void stop() {
        end(true);
    }

    /**
     * Prevents any run from starting, and lets the one that has come to its end.
     *
     * @return completed when none runs
     */
    public CompletableFuture<Void> retire() {
        end(false);
        return ended;
    }

    private void end(boolean interrupt) {
        CompletableFuture<Void> waiting;
        boolean over;
        lock.lock();
        try {
            closed = true;
            disarm();
            waiting = requested;
            over = runner == null;
            if (interrupt && runner != null && runner != Thread.currentThread()) {
                runner.interrupt();
            }
        } finally {
            lock.unlock();
        }
        cancel(waiting);
        if (over) {
            ended.complete(null);
        }
    }

    /** Waits for the end of a run, unless called from it; who waits for a run that does not end is told so. */
    public void awaitEnd(Duration patience) {
        CompletableFuture<Void> abandoned = null;
        lock.lock();
        try {
            if (runner == Thread.currentThread()) {
                return;
            }
            long left = patience.toNanos();
            while (runner != null && left > 0) {
                left = idle.awaitNanos(left);
            }
            abandoned = serving;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        cancel(abandoned);
    }

    private void run() {
        lock.lock();
        try {
            if (closed || runner != null) {
                return;
            }
            runner = Thread.currentThread();
            timer = null;
            serving = requested;
            requested = null;
        } finally {
            lock.unlock();
        }
        Duration again = null;
        try {
            again = body.get();
        } finally {
            finish(again);
        }
    }

    private void finish(@Nullable Duration again) {
        CompletableFuture<Void> served;
        boolean over;
        lock.lock();
        try {
            over = closed;
            served = serving;
            serving = null;
            runner = null;
            idle.signalAll();
            if (!closed && requested != null) {
                arm(Duration.ZERO);
            } else if (!closed && again != null) {
                arm(again);
            }
        } finally {
            lock.unlock();
        }
        if (served != null) {
            served.complete(null);
        }
        if (over) {
            ended.complete(null);
        }
    }

    private static void cancel(@Nullable CompletableFuture<Void> future) {
        if (future != null) {
            future.cancel(false);
        }
    }

    private void arm(Duration delay) {
        disarm();
        timer = scheduler.schedule(delay, this::run);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

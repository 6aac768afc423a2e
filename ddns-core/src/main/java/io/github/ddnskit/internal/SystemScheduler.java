package io.github.ddnskit.internal;

import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The real time: daemon threads that wait for the next task, run it, and go when there has long been nothing to do.
 *
 * <p>A thread runs the task that it has waited for, so that a task costs as few wake-ups as possible: most clients are idle
 * most of the time, many of them on a small machine. Before it does, another one waits in its place.
 */
public final class SystemScheduler implements Scheduler {

    private static final System.Logger LOG = System.getLogger(SystemScheduler.class.getName());

    /** Longer than the pauses of the signals, so that they meet the same threads again and again. */
    private static final long IDLE_NANOS = Duration.ofSeconds(60).toNanos();

    private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);
    private static final Duration CLOSE = Duration.ofMillis(900);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final NavigableSet<Waiting> tasks = new TreeSet<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> workers = new HashSet<>();
    private long scheduled;
    private int started;
    private boolean closed;

    /** Creates a scheduler; its threads start with the first task. */
    public SystemScheduler() {}

    @Override
    public Task schedule(Duration delay, Runnable task) {
        Duration bounded = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the scheduler is closed");
            }
            Waiting waiting = new Waiting(System.nanoTime() + bounded.toNanos(), scheduled++, task);
            tasks.add(waiting);
            haveTheNextWaitedFor();
            return () -> cancel(waiting);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Waiting waiting) {
        lock.lock();
        try {
            tasks.remove(waiting);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            tasks.clear();
            workers.forEach(Thread::interrupt);
            long left = CLOSE.toNanos();
            while (!workers.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            if (!workers.isEmpty()) {
                LOG.log(System.Logger.Level.WARNING, "a task goes on although it was interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes sure that a thread that has nothing to do wakes up in time for the next task: the one that had something to do
     * last, so that those beyond need find out that they are. Holds the lock.
     */
    private void haveTheNextWaitedFor() {
        if (tasks.isEmpty() || isWaitedFor(tasks.first())) {
            return;
        }
        Worker last = idle.peek();
        if (last == null) {
            start();
        } else {
            last.turn.signal();
        }
    }

    private boolean isWaitedFor(Waiting task) {
        for (Worker worker : idle) {
            if (worker.wakesAt - task.due() <= 0) {
                return true;
            }
        }
        return false;
    }

    private void start() {
        Worker worker = new Worker("ddnskit-worker-" + (started + 1));
        try {
            worker.start();
        } catch (OutOfMemoryError e) {
            if (workers.isEmpty()) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "no thread can be started: tasks wait for each other");
            return;
        }
        started++;
        workers.add(worker);
    }

    /** The next task, once it is due; null if there has long been nothing to do, or never will be. */
    private @Nullable Runnable next(Worker worker) throws InterruptedException {
        lock.lock();
        try {
            long patience = System.nanoTime() + IDLE_NANOS;
            while (!closed) {
                Waiting first = tasks.isEmpty() ? null : tasks.first();
                long now = System.nanoTime();
                if (first != null && first.due() - now <= 0) {
                    tasks.remove(first);
                    haveTheNextWaitedFor();
                    return first.task();
                }
                if (first != null && !isWaitedFor(first)) {
                    worker.wakesAt = first.due();
                } else if (patience - now > 0) {
                    worker.wakesAt = patience;
                } else {
                    return null;
                }
                idle.push(worker);
                try {
                    var unused = worker.turn.awaitNanos(worker.wakesAt - now);
                } finally {
                    idle.remove(worker);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void ended(Worker worker) {
        lock.lock();
        try {
            workers.remove(worker);
            if (closed) {
                ended.signalAll();
            } else {
                haveTheNextWaitedFor();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A task, in the order in which they become due. */
    private record Waiting(long due, long number, Runnable task) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            long later = due - other.due;
            return later == 0 ? Long.compare(number, other.number) : Long.signum(later);
        }
    }

    private final class Worker extends Thread {

        private final Condition turn = lock.newCondition();

        /** When it wakes up if nobody wakes it before; only while it is idle. */
        private long wakesAt;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                for (Runnable task = next(this); task != null; task = next(this)) {
                    run(task);
                }
            } catch (InterruptedException e) {
                // closed
            } finally {
                ended(this);
            }
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a task failed", e);
            } finally {
                var unused = Thread.interrupted(); // it was meant for that task, and not for the next
            }
        }
    }
}

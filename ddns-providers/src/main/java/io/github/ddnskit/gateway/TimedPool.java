package io.github.ddnskit.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that wait for clients, each for so long and no longer: an interrupt closes the channel that a thread reads from
 * or writes to. Under pressure nobody is waited for longer than {@link #HURRY}. Thread-safe.
 */
final class TimedPool extends ThreadPoolExecutor {

    /** Whoever sends a request in one go needs less, a handshake included. */
    private static final Duration HURRY = Duration.ofSeconds(2);

    private static final long IDLE_SECONDS = 10;

    private final Map<Thread, Task> tasks = new ConcurrentHashMap<>();
    private final Duration limit;

    private static final class Task {
        private final long start = System.nanoTime();
        private boolean done;
    }

    TimedPool(int threads, int queue, Duration limit, ThreadFactory factory) {
        super(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), factory);
        allowCoreThreadTimeOut(true);
        this.limit = limit;
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        super.beforeExecute(thread, work);
        tasks.put(thread, new Task());
    }

    @Override
    protected void afterExecute(Runnable work, Throwable thrown) {
        super.afterExecute(work, thrown);
        Task task = tasks.remove(Thread.currentThread());
        if (task != null) {
            synchronized (task) {
                task.done = true;
            }
        }
    }

    /** Interrupts whoever takes too long. */
    void hurryUp() {
        Duration now = getQueue().isEmpty() || limit.compareTo(HURRY) < 0 ? limit : HURRY;
        tasks.forEach((thread, task) -> {
            synchronized (task) {
                if (!task.done && System.nanoTime() - task.start > now.toNanos()) {
                    thread.interrupt();
                }
            }
        });
    }
}

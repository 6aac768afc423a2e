package io.github.ddnskit.spi;

import java.time.Duration;

/**
 * Runs the client's work, later or at once. Tests give the client one that they move by hand.
 *
 * <p>Tasks may block, and one that blocks holds up no other. Thread-safe.
 */
public interface Scheduler extends AutoCloseable {

    /**
     * Runs a task once.
     *
     * @param delay how long to wait first; zero to run it at once, on another thread
     * @param task what to run; what it throws is logged and otherwise ignored
     * @return a handle to cancel it
     */
    Task schedule(Duration delay, Runnable task);

    /**
     * Makes a thread for what may take long, and is to be interrupted when nobody waits for it any more, such as a question
     * to a distant source.
     *
     * @param task what it runs
     * @return a thread that is not started yet; a new daemon unless a scheduler has better ones
     */
    default Thread newThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /** Cancels what waits and interrupts what runs, and returns within a second. */
    @Override
    void close();

    /** A scheduled task. */
    interface Task {
        /** Prevents the task from starting; one that has started goes on. */
        void cancel();
    }
}

package io.github.ddnskit.spi;

/**
 * Hints that the address may have changed. A hint makes the client look sooner; it never carries the truth.
 *
 * <p>Thread-safe.
 */
public interface ChangeSignal extends AutoCloseable {

    /**
     * Adds a subscriber. The hint returns at once and never throws; call it as often as you like.
     *
     * @param hint what to call on a change
     */
    void subscribe(Runnable hint);

    /**
     * Adds a subscriber that lends what runs its own work. The client subscribes in this way, so that a signal that looks
     * again and again needs no thread for that.
     *
     * @param hint what to call on a change
     * @param scheduler runs tasks until the signal is closed; the signal does not close it
     */
    default void subscribe(Runnable hint, Scheduler scheduler) {
        subscribe(hint);
    }

    /** Ends the signal: no hint is called afterwards. */
    @Override
    default void close() {}
}

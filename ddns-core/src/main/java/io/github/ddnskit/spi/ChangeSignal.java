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

    /** Ends the signal: no hint is called afterwards. */
    @Override
    default void close() {}
}

package io.github.ddnskit.spi;

import io.github.ddnskit.Hostname;
import java.util.List;

/**
 * Reads back what DNS shows for a name.
 *
 * <p>An observer blocks until it has an answer or its own deadline is over; an interrupt cancels it. What goes wrong is
 * an {@link Observation.Unknown}, not an exception. Thread-safe.
 */
public interface RecordObserver extends AutoCloseable {

    /**
     * Asks for the addresses of a name.
     *
     * @param host the name
     * @return what was answered, each family for itself
     * @throws InterruptedException if the thread was interrupted
     */
    ObservedRecords observe(Hostname host) throws InterruptedException;

    /**
     * Asks for the addresses of a name, each server for itself: so it can be seen that one of them shows something else
     * than the others. One answer for all by default.
     *
     * @param host the name
     * @return what each server answered, and at least one answer
     * @throws InterruptedException if the thread was interrupted
     */
    default List<ObservedRecords> observeEach(Hostname host) throws InterruptedException {
        return List.of(observe(host));
    }

    /** Releases what the observer holds, within a second. Does nothing by default. */
    @Override
    default void close() {}
}

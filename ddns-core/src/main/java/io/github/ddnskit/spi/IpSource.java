package io.github.ddnskit.spi;

import io.github.ddnskit.AddressFamily;
import java.util.EnumSet;
import java.util.Set;

/**
 * Knows, or can ask, which address the device has.
 *
 * <p>A source blocks until it has an answer or the time of the query is over; an interrupt cancels it. It answers every
 * question, also with {@link Observation.Unknown}: it throws nothing but {@code InterruptedException}. It may be asked
 * for both families at once from different threads.
 *
 * <p>A source that notices changes by itself implements {@link ChangeSignal} too; the client subscribes to it.
 */
public interface IpSource extends AutoCloseable {

    /** {@return the name of this source in events and status} */
    SourceId id();

    /** {@return from where it sees the address} */
    Vantage vantage();

    /** {@return the families that it can be asked for, both by default} */
    default Set<AddressFamily> families() {
        return EnumSet.allOf(AddressFamily.class);
    }

    /**
     * Finds out the address.
     *
     * @param query which family, and in what time
     * @return the answer
     * @throws InterruptedException if the thread was interrupted; the question is then withdrawn
     */
    Observation observe(Query query) throws InterruptedException;

    /** Releases what the source holds, within a second. Does nothing by default. */
    @Override
    default void close() {}
}

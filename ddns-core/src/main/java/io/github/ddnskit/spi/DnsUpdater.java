package io.github.ddnskit.spi;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses at one provider or name server.
 *
 * <p>An updater makes one attempt, and reports what became of it: when to try again is the client's decision. It blocks
 * until it has an answer or its own deadline is over; an interrupt cancels it. What goes wrong is an
 * {@link io.github.ddnskit.Outcome.Failed}, not an exception. The two families of an update succeed and fail apart where
 * the provider lets them, and {@link io.github.ddnskit.Goal.Keep} leaves a family untouched: an updater that cannot do so
 * fails with {@link io.github.ddnskit.FailureReason#UNSUPPORTED}.
 *
 * <p>The client calls an updater from one thread at a time; others may use it from several, so it is thread-safe.
 */
public interface DnsUpdater extends AutoCloseable {

    /** {@return what the provider can do} */
    Capabilities capabilities();

    /**
     * How often one name must be sent again so that it does not lapse, where that is known for the name only, such as from a
     * lease that the provider has granted. Asked whenever the client plans.
     *
     * @param host the name
     * @return the time, which may be shortened by {@link Capabilities#refreshEvery()}; null if there is none of its own
     */
    default @Nullable Duration refreshEvery(Hostname host) {
        return null;
    }

    /**
     * What the updater talks to and as whom. It decides whether what was remembered still holds after a change of the
     * configuration.
     *
     * @return the identity
     */
    UpdaterIdentity identity();

    /**
     * Carries out one update.
     *
     * @param update what the name shall look like
     * @return what became of it
     * @throws InterruptedException if the thread was interrupted; the update may or may not have been carried out
     */
    UpdateReport update(Update update) throws InterruptedException;

    /**
     * Carries out several updates of different names. One after another by default; overridden where the provider takes
     * several in one request.
     *
     * @param updates at most as many as {@link Capabilities#batchSize()}
     * @return what became of each, in the same order
     * @throws InterruptedException if the thread was interrupted; any of them may or may not have been carried out
     */
    default List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        List<UpdateReport> reports = new ArrayList<>(updates.size());
        for (Update update : updates) {
            reports.add(update(update));
        }
        return reports;
    }

    /**
     * Carries out several updates, for an updater that wants to know what was known of their records before. What was
     * confirmed is what the provider holds unless somebody else changed it; what was attempted may have been carried out.
     * Does what {@link #updateAll(List)} does by default.
     *
     * @param updates at most as many as {@link Capabilities#batchSize()}
     * @param known tells what was known of a record of one of the updates before they were made
     * @return what became of each, in the same order
     * @throws InterruptedException if the thread was interrupted; any of them may or may not have been carried out
     */
    default List<UpdateReport> updateAll(List<Update> updates, Function<RecordKey, RecordState> known)
            throws InterruptedException {
        return updateAll(updates);
    }

    /** Releases what the updater holds, within a second. Does nothing by default. */
    @Override
    default void close() {}
}

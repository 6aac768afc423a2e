package io.github.ddnskit.policy;

import io.github.ddnskit.spi.Capabilities;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a name is sent. Immutable and thread-safe.
 *
 * @param backoff how long to wait after a failure
 * @param absence what becomes of the record of an address that is gone
 * @param minimumInterval the least time between two requests for one name; zero if there is none
 * @param refreshEvery how often an unchanged name is sent again, or null for never
 * @param onClose what becomes of the records when the client is closed
 */
public record UpdatePolicy(
        Backoff backoff,
        AbsencePolicy absence,
        Duration minimumInterval,
        @Nullable Duration refreshEvery,
        ClosePolicy onClose) {

    private static final UpdatePolicy STANDARD =
            new UpdatePolicy(Backoff.standard(), AbsencePolicy.keep(), Duration.ZERO, null, ClosePolicy.KEEP);

    /**
     * Checks the components.
     *
     * @param backoff how long to wait after a failure
     * @param absence what becomes of the record of an address that is gone
     * @param minimumInterval the least time between two requests for one name; zero if there is none
     * @param refreshEvery how often an unchanged name is sent again, or null for never
     * @param onClose what becomes of the records when the client is closed
     * @throws IllegalArgumentException if the interval is negative or the refresh is not positive
     */
    public UpdatePolicy {
        if (minimumInterval.isNegative()) {
            throw new IllegalArgumentException("the minimum interval must not be negative: " + minimumInterval);
        }
        if (refreshEvery != null && (refreshEvery.isNegative() || refreshEvery.isZero())) {
            throw new IllegalArgumentException("the refresh interval must be positive: " + refreshEvery);
        }
    }

    /** {@return the standard backoff; absent addresses stay published; no minimum interval and no refresh; records stay when
     *     the client is closed} */
    public static UpdatePolicy standard() {
        return STANDARD;
    }

    /**
     * The same, with another backoff.
     *
     * @param backoff how long to wait after a failure
     * @return a copy with it
     */
    public UpdatePolicy withBackoff(Backoff backoff) {
        return new UpdatePolicy(backoff, absence, minimumInterval, refreshEvery, onClose);
    }

    /**
     * The same, with another decision about absent addresses.
     *
     * @param absence what becomes of the record of an address that is gone
     * @return a copy with it
     */
    public UpdatePolicy withAbsence(AbsencePolicy absence) {
        return new UpdatePolicy(backoff, absence, minimumInterval, refreshEvery, onClose);
    }

    /**
     * The same, with a minimum interval.
     *
     * @param minimumInterval the least time between two requests for one name
     * @return a copy with it
     * @throws IllegalArgumentException if it is negative
     */
    public UpdatePolicy withMinimumInterval(Duration minimumInterval) {
        return new UpdatePolicy(backoff, absence, minimumInterval, refreshEvery, onClose);
    }

    /**
     * The same, with a refresh.
     *
     * @param refreshEvery how often an unchanged name is sent again
     * @return a copy with it
     * @throws IllegalArgumentException if it is not positive
     */
    public UpdatePolicy withRefreshEvery(Duration refreshEvery) {
        return new UpdatePolicy(backoff, absence, minimumInterval, refreshEvery, onClose);
    }

    /**
     * The same, with another decision about the end.
     *
     * @param onClose what becomes of the records when the client is closed
     * @return a copy with it
     */
    public UpdatePolicy withOnClose(ClosePolicy onClose) {
        return new UpdatePolicy(backoff, absence, minimumInterval, refreshEvery, onClose);
    }

    /**
     * The same, with a refresh that is demanded of one name.
     *
     * @param demanded how often it must be sent again, or null if nothing is demanded of it
     * @return the policy to follow for it: the shorter of both
     */
    public UpdatePolicy refreshedWithin(@Nullable Duration demanded) {
        boolean isStricter = demanded != null && (refreshEvery == null || demanded.compareTo(refreshEvery) < 0);
        return isStricter ? new UpdatePolicy(backoff, absence, minimumInterval, demanded, onClose) : this;
    }

    /**
     * This policy as a provider lets it be: the longer of both minimum intervals, and the provider's refresh where the
     * user did not choose one, or none where the provider forbids it.
     *
     * @param capabilities how the provider wants to be treated
     * @return the policy to follow there
     */
    public UpdatePolicy within(Capabilities capabilities) {
        Duration theirs = capabilities.minimumInterval();
        Duration refresh = refreshEvery == null ? capabilities.refreshEvery() : refreshEvery;
        return new UpdatePolicy(
                backoff,
                absence,
                theirs.compareTo(minimumInterval) > 0 ? theirs : minimumInterval,
                capabilities.refreshForbidden() ? null : refresh,
                onClose);
    }
}

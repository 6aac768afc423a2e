package io.github.ddnskit.dyndns2;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a service wants to be asked. Immutable and thread-safe.
 *
 * @param minimumInterval the least time between two requests for one name
 * @param refreshEvery how often an unchanged name must be sent again so that it does not lapse, or null for never
 * @param isRefreshForbidden whether an unchanged name must not be sent again
 */
public record Pace(Duration minimumInterval, @Nullable Duration refreshEvery, boolean isRefreshForbidden) {

    /** What annoys nobody, where nothing is known of what the service allows. */
    static final Pace POLITE = new Pace(Duration.ofMinutes(5), null, false);

    /**
     * Checks the components.
     *
     * @param minimumInterval the least time between two requests for one name
     * @param refreshEvery how often an unchanged name must be sent again, or null for never
     * @param isRefreshForbidden whether an unchanged name must not be sent again
     * @throws IllegalArgumentException if a time is out of range, or a refresh is both needed and forbidden
     */
    public Pace {
        if (minimumInterval.isNegative()) {
            throw new IllegalArgumentException("the minimum interval must not be negative: " + minimumInterval);
        }
        if (refreshEvery != null && (refreshEvery.isNegative() || refreshEvery.isZero())) {
            throw new IllegalArgumentException("the refresh interval must be positive: " + refreshEvery);
        }
        if (refreshEvery != null && isRefreshForbidden) {
            throw new IllegalArgumentException("a refresh is either needed or forbidden");
        }
    }
}

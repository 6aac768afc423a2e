package io.github.ddnskit.policy;

import io.github.ddnskit.ip.Warning;
import java.time.Duration;
import java.util.Set;

/**
 * What it takes to believe an address. Immutable and thread-safe.
 *
 * @param withheld under which warnings an address is not published but the old one kept
 * @param timeout how long a source may take to answer
 * @param hedge after what time without a verdict one more source is asked
 * @param hold how long an address must be seen before it replaces another for the second time within five such spans; zero
 *     if an address may come and go as it likes
 */
public record DetectionPolicy(Set<Warning.Kind> withheld, Duration timeout, Duration hedge, Duration hold) {

    private static final DetectionPolicy STANDARD = new DetectionPolicy(
            Set.of(Warning.Kind.VPN_SUSPECTED), Duration.ofSeconds(10), Duration.ofMillis(250), Duration.ofMinutes(1));

    /**
     * Checks the components.
     *
     * @param withheld under which warnings an address is not published but the old one kept
     * @param timeout how long a source may take to answer
     * @param hedge after what time without a verdict one more source is asked
     * @param hold how long an address must be seen before it replaces another for the second time within five such spans;
     *     zero if an address may come and go as it likes
     * @throws IllegalArgumentException if the timeout is not positive, or the hedge or hold is negative
     */
    public DetectionPolicy {
        withheld = Set.copyOf(withheld);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout of a source must be positive: " + timeout);
        }
        if (hedge.isNegative()) {
            throw new IllegalArgumentException("a source cannot be asked before the ones before it: " + hedge);
        }
        if (hold.isNegative()) {
            throw new IllegalArgumentException("an address cannot be held for less than nothing: " + hold);
        }
    }

    /** {@return nothing is published while a VPN is suspected; ten seconds to answer; one more source
     *     after a quarter of a second; a minute to hold} */
    public static DetectionPolicy standard() {
        return STANDARD;
    }

    /**
     * The same, with other warnings under which the old address is kept.
     *
     * @param kinds the warnings
     * @return a copy with them
     */
    public DetectionPolicy withWithheld(Warning.Kind... kinds) {
        return new DetectionPolicy(Set.of(kinds), timeout, hedge, hold);
    }

    /**
     * The same, with another time to answer.
     *
     * @param timeout how long a source may take
     * @return a copy with it
     * @throws IllegalArgumentException if it is not positive
     */
    public DetectionPolicy withTimeout(Duration timeout) {
        return new DetectionPolicy(withheld, timeout, hedge, hold);
    }

    /**
     * The same, with another time after which one more source is asked.
     *
     * @param hedge the time; zero to ask all at once
     * @return a copy with it
     * @throws IllegalArgumentException if it is negative
     */
    public DetectionPolicy withHedge(Duration hedge) {
        return new DetectionPolicy(withheld, timeout, hedge, hold);
    }

    /**
     * The same, with another time to hold.
     *
     * @param hold how long an address that comes and goes must be seen
     * @return a copy with it
     * @throws IllegalArgumentException if it is negative
     */
    public DetectionPolicy withHold(Duration hold) {
        return new DetectionPolicy(withheld, timeout, hedge, hold);
    }
}

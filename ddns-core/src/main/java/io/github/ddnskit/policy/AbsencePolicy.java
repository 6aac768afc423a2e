package io.github.ddnskit.policy;

import java.time.Duration;

/**
 * What becomes of a record when the device has no address of its family any more. Immutable and thread-safe.
 *
 * <p>It is about addresses that are known to be gone. Not being able to find out never changes DNS.
 */
public sealed interface AbsencePolicy {

    /** The record stays as it is. */
    record Keep() implements AbsencePolicy {}

    /**
     * The record is removed once the address has been gone for some time.
     *
     * @param holdDown how long it must have been gone without a break; zero or more
     */
    record RemoveAfter(Duration holdDown) implements AbsencePolicy {
        /**
         * Checks the components.
         *
         * @param holdDown how long it must have been gone without a break; zero or more
         * @throws IllegalArgumentException if the time is negative
         */
        public RemoveAfter {
            if (holdDown.isNegative()) {
                throw new IllegalArgumentException("a hold-down is zero or more, not " + holdDown);
            }
        }
    }

    /** {@return the policy that the record stays} */
    static AbsencePolicy keep() {
        return new Keep();
    }

    /**
     * The policy that the record is removed.
     *
     * @param holdDown how long the address must have been gone without a break; zero or more
     * @return the policy
     * @throws IllegalArgumentException if the time is negative
     */
    static AbsencePolicy removeAfter(Duration holdDown) {
        return new RemoveAfter(holdDown);
    }
}

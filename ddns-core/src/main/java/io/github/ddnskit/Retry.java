package io.github.ddnskit;

import java.time.Instant;

/**
 * The remote's advice on when to come back after a failure. Immutable and thread-safe.
 *
 * <p>It is data and not an exception type, because failure is normal in a loop.
 */
public sealed interface Retry {

    /** Try again after the client's own growing, jittered delay. */
    record Backoff() implements Retry {
        @Override
        public String toString() {
            return "with backoff";
        }
    }

    /**
     * Send nothing before this instant, across restarts too.
     *
     * @param instant the earliest time of the next request
     */
    record NotBefore(Instant instant) implements Retry {
        @Override
        public String toString() {
            return "not before " + instant;
        }
    }

    /** Send nothing more until the configuration changes or the user resumes the host, across restarts too. */
    record Never() implements Retry {
        @Override
        public String toString() {
            return "never";
        }
    }

    /** {@return the advice to try again with the client's own delay} */
    static Retry backoff() {
        return new Backoff();
    }

    /**
     * The advice to wait.
     *
     * @param instant the earliest time of the next request
     * @return the advice
     */
    static Retry notBefore(Instant instant) {
        return new NotBefore(instant);
    }

    /** {@return the advice to stop until something is changed} */
    static Retry never() {
        return new Never();
    }
}

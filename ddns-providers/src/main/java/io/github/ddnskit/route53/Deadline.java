package io.github.ddnskit.route53;

import java.time.Duration;

/** The end of the time within which something must be done. */
record Deadline(Ticker ticker, long end) {

    static Deadline after(Duration timeout, Ticker ticker) {
        return new Deadline(ticker, ticker.nanoTime() + timeout.toNanos());
    }

    /** What is left, zero once it is over. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - ticker.nanoTime()));
    }

    boolean allows(Duration wait) {
        return wait.compareTo(remaining()) < 0;
    }

    /** Leaves a third of what is left for what comes after. */
    Deadline twoThirds() {
        return after(remaining().multipliedBy(2).dividedBy(3), ticker);
    }
}

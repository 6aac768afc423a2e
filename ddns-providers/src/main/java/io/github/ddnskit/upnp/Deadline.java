package io.github.ddnskit.upnp;

import java.time.Duration;

/**
 * The end of the time within which something must be done.
 *
 * @param nanoTime by {@link System#nanoTime}
 */
record Deadline(long nanoTime) {

    static Deadline after(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** {@return what is left, zero once it is over} */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /** {@return what is left in milliseconds, at least 1, because 0 means for ever to a socket} */
    int socketMillis() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left().toMillis()));
    }

    Deadline orEarlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }
}

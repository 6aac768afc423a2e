package io.github.ddnskit.rfc2136.transport;

import java.time.Duration;

/** The end of the time within which something must be done. Immutable and thread-safe. */
public final class Deadline {

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A deadline from now on.
     *
     * @param timeout how long from now
     * @return the deadline
     */
    public static Deadline after(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** {@return what is left, zero once it is over} */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** {@return whether nothing is left} */
    public boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /**
     * What is left, cut into equal parts.
     *
     * @param parts how many parts, at least 1
     * @return the end of the first part
     */
    public Deadline share(int parts) {
        return after(remaining().dividedBy(parts));
    }

    /**
     * The nearer of two.
     *
     * @param other another deadline
     * @return this one or the other
     */
    public Deadline orEarlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }

    /** The end by {@link System#nanoTime}. */
    long nanoTime() {
        return nanoTime;
    }

    /** What is left in whole milliseconds, rounded up and at least 1, because 0 means for ever to a selector. */
    long selectMillis() {
        return remaining().plusNanos(999_999).toMillis() + (isOver() ? 1 : 0);
    }
}

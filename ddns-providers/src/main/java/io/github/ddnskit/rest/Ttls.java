package io.github.ddnskit.rest;

/**
 * The times to live that a provider takes, in seconds.
 *
 * @param byDefault what a new RRset gets
 * @param least the shortest
 * @param most the longest
 */
record Ttls(long byDefault, long least, long most) {

    /** The times from the shortest to the longest, of which a new RRset gets the shortest. */
    static Ttls between(long least, long most) {
        return new Ttls(least, least, most);
    }

    boolean allow(long ttl) {
        return ttl >= least && ttl <= most;
    }
}

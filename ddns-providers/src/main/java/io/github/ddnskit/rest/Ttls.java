package io.github.ddnskit.rest;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The times to live that a provider takes, in seconds.
 *
 * @param byDefault what a new RRset gets
 * @param least the shortest
 * @param most the longest
 * @param only those that it takes at all, or none if it takes all between
 */
record Ttls(long byDefault, long least, long most, List<Long> only) {

    /** All times from the shortest to the longest. */
    Ttls(long byDefault, long least, long most) {
        this(byDefault, least, most, List.of());
    }

    /** The times from the shortest to the longest, of which a new RRset gets the shortest. */
    static Ttls between(long least, long most) {
        return new Ttls(least, least, most);
    }

    /** These times, from the shortest to the longest, of which a new RRset gets the shortest. */
    static Ttls only(long... ttls) {
        List<Long> only = LongStream.of(ttls).boxed().toList();
        return new Ttls(only.get(0), only.get(0), only.get(only.size() - 1), only);
    }

    /** No time at all, for a provider that has one for the whole zone. */
    static Ttls none() {
        return new Ttls(0, 1, 0);
    }

    boolean allow(long ttl) {
        return ttl >= least && ttl <= most && (only.isEmpty() || only.contains(ttl));
    }

    /** What the provider takes, in words. */
    @Override
    public String toString() {
        if (most < least) {
            return "no TTL of its own for a record";
        }
        return only.isEmpty()
                ? "a TTL from " + least + " to " + most + " seconds"
                : "a TTL of " + only.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " seconds";
    }
}

package io.github.ddnskit;

/**
 * What one name shall look like: the input of an updater. Immutable and thread-safe.
 *
 * @param host the name
 * @param ipv4 what its A records shall be
 * @param ipv6 what its AAAA records shall be
 * @param options how they are to be published
 */
public record Update(Hostname host, Goal ipv4, Goal ipv6, RecordOptions options) {

    /**
     * Checks the components.
     *
     * @param host the name
     * @param ipv4 what its A records shall be
     * @param ipv6 what its AAAA records shall be
     * @param options how they are to be published
     * @throws IllegalArgumentException if a goal publishes an address of the other family
     */
    public Update {
        requireFamily(ipv4, AddressFamily.IPV4);
        requireFamily(ipv6, AddressFamily.IPV6);
    }

    /**
     * An update with the default options.
     *
     * @param host the name
     * @param ipv4 what its A records shall be
     * @param ipv6 what its AAAA records shall be
     * @return the update
     * @throws IllegalArgumentException if a goal publishes an address of the other family
     */
    public static Update of(Hostname host, Goal ipv4, Goal ipv6) {
        return new Update(host, ipv4, ipv6, RecordOptions.defaults());
    }

    /**
     * The goal for one family.
     *
     * @param family the family
     * @return what its records shall be
     */
    public Goal goal(AddressFamily family) {
        return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }

    private static void requireFamily(Goal goal, AddressFamily family) {
        if (goal instanceof Goal.Publish publish && publish.family() != family) {
            throw new IllegalArgumentException("the goal for " + family + " is to " + goal);
        }
    }
}

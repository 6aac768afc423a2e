package io.github.ddnskit.rfc2136;

import io.github.ddnskit.rfc2136.internal.ZoneText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes to one zone that are carried out together or not at all (RFC 2136). Immutable and thread-safe.
 *
 * <p>The changes are made only if all prerequisites hold, in the order in which they are given. Put deletions before
 * additions: PowerDNS carries all deletions out first, whatever the order. {@link DnsUpdateClient} sends it.
 *
 * <p>{@link #toString()} is the text that nsupdate reads, and {@link #parse} reads it.
 */
public final class DnsTransaction {

    private final @Nullable String zone;
    private final List<Prerequisite> prerequisites;
    private final List<Change> changes;

    private DnsTransaction(@Nullable String zone, List<Prerequisite> prerequisites, List<Change> changes) {
        this.zone = zone;
        this.prerequisites = List.copyOf(prerequisites);
        this.changes = List.copyOf(changes);
    }

    /**
     * Starts a transaction.
     *
     * @param zone the zone to update
     * @return a builder
     * @throws IllegalArgumentException if it is not a domain name
     */
    public static Builder in(String zone) {
        return new Builder(ZoneText.name(zone));
    }

    /** {@return a builder of a transaction in the zone that the client is set to, or else that the server names} */
    public static Builder builder() {
        return new Builder(null);
    }

    /**
     * Reads one transaction as nsupdate reads it: {@code zone}, {@code class IN}, {@code ttl}, {@code prereq}, {@code update
     * add} and {@code update delete} with all their shorter forms, comments, and an optional {@code send} at the end. Names
     * are never relative.
     *
     * @param text lines of an nsupdate script
     * @return the transaction
     * @throws IllegalArgumentException if it is not one transaction, or says where to send it or with which key: that is
     *     the client's part. The message names the line
     */
    public static DnsTransaction parse(String text) {
        return TransactionParser.parse(text);
    }

    /** {@return the zone with a trailing dot, if it is set} */
    public Optional<String> zone() {
        return Optional.ofNullable(zone);
    }

    /** {@return what must be so, in order} */
    public List<Prerequisite> prerequisites() {
        return prerequisites;
    }

    /** {@return what is done, in order} */
    public List<Change> changes() {
        return changes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DnsTransaction that
                && zone().equals(that.zone())
                && prerequisites.equals(that.prerequisites)
                && changes.equals(that.changes);
    }

    @Override
    public int hashCode() {
        return 31 * prerequisites.hashCode() + changes.hashCode();
    }

    /** {@return the text that nsupdate reads, which names neither server nor key} */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("\n", "", "\n");
        zone().ifPresent(apex -> text.add("zone " + apex));
        prerequisites.forEach(prerequisite -> text.add(prerequisite.toString()));
        changes.forEach(change -> text.add(change.toString()));
        return text.add("send").toString();
    }

    static DnsTransaction of(@Nullable String zone, List<Prerequisite> prerequisites, List<Change> changes) {
        if (prerequisites.isEmpty() && changes.isEmpty()) {
            throw new IllegalArgumentException("there is nothing in the transaction: require or change something");
        }
        if (zone != null) {
            Stream.concat(
                            prerequisites.stream().map(Prerequisite::name),
                            changes.stream().map(Change::name))
                    .filter(name -> !isWithin(name, zone))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(name + " does not lie in the zone " + zone
                                + ": a transaction changes one zone, so use one for each");
                    });
        }
        return new DnsTransaction(zone, merged(prerequisites), changes);
    }

    /** A server takes all values that are required of the same records as one set. */
    private static List<Prerequisite> merged(List<Prerequisite> prerequisites) {
        List<Prerequisite> merged = new ArrayList<>();
        for (Prerequisite each : prerequisites) {
            int same = -1;
            if (each instanceof Prerequisite.RrsetIs is) {
                for (int i = 0; i < merged.size(); i++) {
                    if (merged.get(i) instanceof Prerequisite.RrsetIs other
                            && other.name().equals(is.name())
                            && other.type().equals(is.type())) {
                        Set<String> both = new LinkedHashSet<>(other.rdata());
                        both.addAll(is.rdata());
                        merged.set(i, new Prerequisite.RrsetIs(is.name(), is.type(), both));
                        same = i;
                    }
                }
            }
            if (same < 0) {
                merged.add(each);
            }
        }
        return merged;
    }

    private static boolean isWithin(String name, String zone) {
        return zone.equals(".") || name.equals(zone) || name.endsWith("." + zone);
    }

    /**
     * Collects what a transaction requires and changes. Not thread-safe. All methods throw
     * {@link IllegalArgumentException} for a name, type, TTL or data that is none; the message says what would be right.
     */
    public static final class Builder {

        private final @Nullable String zone;
        private final List<Prerequisite> prerequisites = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();

        private Builder(@Nullable String zone) {
            this.zone = zone;
        }

        /**
         * Requires that there is a record of any type at a name.
         *
         * @param name the name
         * @return this
         */
        public Builder requireInUse(String name) {
            return require(new Prerequisite.NameInUse(name));
        }

        /**
         * Requires that there is no record at a name.
         *
         * @param name the name
         * @return this
         */
        public Builder requireNotInUse(String name) {
            return require(new Prerequisite.NameNotInUse(name));
        }

        /**
         * Requires that there are records of a type at a name, whatever they hold.
         *
         * @param name the name
         * @param type the type
         * @return this
         */
        public Builder requireRrset(String name, String type) {
            return require(new Prerequisite.RrsetExists(name, type));
        }

        /**
         * Requires that the records of a type at a name are these and no others.
         *
         * @param name the name
         * @param type the type
         * @param rdata the data of each record, at least one
         * @return this
         */
        public Builder requireExactly(String name, String type, String... rdata) {
            return require(new Prerequisite.RrsetIs(name, type, new LinkedHashSet<>(List.of(rdata))));
        }

        /**
         * Requires that there are no records of a type at a name.
         *
         * @param name the name
         * @param type the type
         * @return this
         */
        public Builder requireNoRrset(String name, String type) {
            return require(new Prerequisite.RrsetAbsent(name, type));
        }

        /**
         * Adds a prerequisite.
         *
         * @param prerequisite what must be so
         * @return this
         */
        public Builder require(Prerequisite prerequisite) {
            prerequisites.add(prerequisite);
            return this;
        }

        /**
         * Adds a record.
         *
         * @param name the name
         * @param ttl the time to live
         * @param type the type
         * @param rdata the data
         * @return this
         */
        public Builder add(String name, Duration ttl, String type, String rdata) {
            return change(new Change.Add(new ResourceRecord(name, ttl, type, rdata)));
        }

        /**
         * Puts records in place of all that have the type at the name.
         *
         * @param name the name
         * @param ttl the time to live
         * @param type the type
         * @param rdata the data of each record
         * @return this
         */
        public Builder replace(String name, Duration ttl, String type, String... rdata) {
            deleteRrset(name, type);
            List.of(rdata).forEach(data -> add(name, ttl, type, data));
            return this;
        }

        /**
         * Deletes all records of a type at a name.
         *
         * @param name the name
         * @param type the type
         * @return this
         */
        public Builder deleteRrset(String name, String type) {
            return change(new Change.DeleteRrset(name, type));
        }

        /**
         * Deletes all records at a name.
         *
         * @param name the name
         * @return this
         */
        public Builder deleteName(String name) {
            return change(new Change.DeleteName(name));
        }

        /**
         * Deletes one record.
         *
         * @param name the name
         * @param type the type
         * @param rdata the data
         * @return this
         */
        public Builder delete(String name, String type, String rdata) {
            return change(new Change.DeleteRecord(name, type, rdata));
        }

        /**
         * Adds a change.
         *
         * @param change what is to be done
         * @return this
         */
        public Builder change(Change change) {
            changes.add(change);
            return this;
        }

        /**
         * Makes the transaction.
         *
         * @return the transaction
         * @throws IllegalArgumentException if there is nothing in it, or a name lies outside the zone
         */
        public DnsTransaction build() {
            return of(zone, prerequisites, changes);
        }
    }
}

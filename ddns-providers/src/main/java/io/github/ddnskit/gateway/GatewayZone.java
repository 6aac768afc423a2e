package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.spi.DnsUpdater;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A zone that devices may write into, and how. Immutable; as thread-safe as its updater.
 *
 * <p>Whether names are marked as ours, and somebody else's records are left alone, is a matter of the updater: see the
 * ownership of the one for RFC 2136.
 */
public final class GatewayZone {

    private final Hostname apex;
    private final DnsUpdater updater;
    private final RecordOptions options;
    private final Set<AddressFamily> families;
    private final Set<AddressClass> allowed;
    private final Set<Hostname> reserved;
    private final boolean removal;
    private final Duration window;
    private final int most;
    private final int queue;
    private final Duration patience;

    private GatewayZone(Builder builder) {
        apex = builder.apex;
        updater = builder.updater;
        options = builder.options;
        families = Collections.unmodifiableSet(EnumSet.copyOf(builder.families));
        allowed = Collections.unmodifiableSet(EnumSet.copyOf(builder.allowed));
        reserved = Set.copyOf(builder.reserved);
        removal = builder.removal;
        window = builder.window;
        most = Math.min(builder.most, builder.updater.capabilities().batchSize());
        queue = builder.queue;
        patience = builder.patience;
    }

    /**
     * A builder for a zone.
     *
     * @param apex below which its names are
     * @param updater what writes them; the gateway closes it
     * @return the builder
     */
    public static Builder builder(Hostname apex, DnsUpdater updater) {
        return new Builder(apex, updater);
    }

    /** {@return below which its names are} */
    public Hostname apex() {
        return apex;
    }

    DnsUpdater updater() {
        return updater;
    }

    RecordOptions options() {
        return options;
    }

    Duration window() {
        return window;
    }

    int most() {
        return most;
    }

    int queue() {
        return queue;
    }

    Duration patience() {
        return patience;
    }

    boolean removal() {
        return removal;
    }

    boolean publishes(AddressFamily family) {
        return families.contains(family) && updater.capabilities().families().contains(family);
    }

    boolean admits(InetAddress address) {
        return allowed.contains(SpecialAddresses.classify(address))
                && updater.capabilities().admits(address);
    }

    boolean mayHold(Hostname host) {
        return host.isWithin(apex) && !host.equals(apex) && !host.isWildcard() && !reserved.contains(host);
    }

    /** {@return the apex} */
    @Override
    public String toString() {
        return apex.ascii();
    }

    /** Gathers what a zone needs. Not thread-safe. */
    public static final class Builder {

        private static final int STANDARD_QUEUE = 10_000;
        private static final int STANDARD_MOST = 500;

        private final Hostname apex;
        private final DnsUpdater updater;
        private RecordOptions options = RecordOptions.defaults();
        private Set<AddressFamily> families = EnumSet.allOf(AddressFamily.class);
        private final Set<AddressClass> allowed = EnumSet.of(AddressClass.GLOBAL);
        private final Set<Hostname> reserved = new HashSet<>();
        private boolean removal;
        private Duration window = Duration.ofMillis(2);
        private int most = STANDARD_MOST;
        private int queue = STANDARD_QUEUE;
        private Duration patience = Duration.ofSeconds(10);

        private Builder(Hostname apex, DnsUpdater updater) {
            this.apex = apex;
            this.updater = updater;
        }

        /**
         * The time to live of the records; the updater's own if it is not set.
         *
         * @param ttl whole seconds from 0 to 2^31-1
         * @return this
         * @throws IllegalArgumentException if it is out of range or not in whole seconds
         */
        public Builder ttl(Duration ttl) {
            options = options.withTtl(ttl);
            return this;
        }

        /**
         * The families that are published; both if it is not set. Addresses of the other one are passed over if there is one
         * to publish beside them, and refused if there is none.
         *
         * @param families at least one
         * @return this
         */
        public Builder families(Set<AddressFamily> families) {
            this.families = EnumSet.copyOf(families);
            return this;
        }

        /**
         * Addresses that may be published although they are not globally reachable, such as those of a closed network.
         *
         * @param classes the classes
         * @return this
         */
        public Builder allow(AddressClass... classes) {
            allowed.addAll(Set.of(classes));
            return this;
        }

        /**
         * Names that no device may write, whatever its account says, such as those of the name servers.
         *
         * @param names the names
         * @return this
         */
        public Builder reserve(Hostname... names) {
            reserved.addAll(Set.of(names));
            return this;
        }

        /**
         * Lets devices remove their addresses, with {@code offline=yes}.
         *
         * @return this
         */
        public Builder allowRemoval() {
            removal = true;
            return this;
        }

        /**
         * How long the first update waits for others to be committed together with it, and how many go together; 2 ms and 500
         * if it is not set. While a commit is under way, the next ones gather without waiting.
         *
         * @param window zero to commit each update for itself when nothing else waits
         * @param most 1 to commit each update for itself; no more than the updater takes at once
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder together(Duration window, int most) {
            if (window.isNegative() || window.compareTo(Duration.ofSeconds(1)) > 0 || most < 1) {
                throw new IllegalArgumentException("updates wait at most a second for each other, and at least 1 goes");
            }
            this.window = window;
            this.most = most;
            return this;
        }

        /**
         * How many updates may wait, and how long, before the gateway says that it cannot; 10,000 and 10 s if it is not set.
         *
         * @param updates at least 1
         * @param patience a positive time, counted until the update is sent
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder queue(int updates, Duration patience) {
            if (updates < 1 || patience.isNegative() || patience.isZero()) {
                throw new IllegalArgumentException("at least 1 update waits, and for some time");
            }
            this.queue = updates;
            this.patience = patience;
            return this;
        }

        /**
         * Makes the zone.
         *
         * @return the zone
         */
        public GatewayZone build() {
            return new GatewayZone(this);
        }
    }
}

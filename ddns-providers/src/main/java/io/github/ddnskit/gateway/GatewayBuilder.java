package io.github.ddnskit.gateway;

import io.github.ddnskit.ip.Prefix;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gathers what an {@link UpdateGateway} needs. Not thread-safe. */
public final class GatewayBuilder {

    final List<GatewayZone> zones = new ArrayList<>();
    final List<Prefix> proxies = new ArrayList<>();

    @Nullable
    AccountStore accounts;

    RefreshStore refreshes = RefreshStore.inMemory();
    GatewayLimits limits = GatewayLimits.standard();
    GatewayListener listener = event -> {};
    Predicate<String> agents = agent -> true;
    Clock clock = Clock.systemUTC();
    boolean plainHttp;
    int passwordIterations = SecretHash.PASSWORD_ITERATIONS;
    int hashThreads = 1;
    int hashQueue = 100;

    @Nullable
    Duration lapseAfter;

    Duration lapseWarning = Duration.ofDays(7);

    GatewayBuilder() {}

    /**
     * Adds a zone. A host belongs to the zone with the longest name.
     *
     * @param zone the zone, whose updater the gateway closes
     * @return this
     * @throws IllegalArgumentException if it is there already
     */
    public GatewayBuilder zone(GatewayZone zone) {
        if (zones.stream().anyMatch(other -> other.apex().equals(zone.apex()))) {
            throw new IllegalArgumentException("the zone " + zone + " is there already");
        }
        zones.add(zone);
        return this;
    }

    /**
     * Sets who may update what.
     *
     * @param store the accounts; the gateway closes it
     * @return this
     */
    public GatewayBuilder accounts(AccountStore store) {
        accounts = Objects.requireNonNull(store);
        return this;
    }

    /**
     * Sets where to remember what hosts hold and when they were refreshed; in memory if it is not set.
     *
     * @param store the store; the gateway closes it
     * @return this
     */
    public GatewayBuilder refreshes(RefreshStore store) {
        refreshes = Objects.requireNonNull(store);
        return this;
    }

    /**
     * Sets how much is taken from one side.
     *
     * @param limits the limits
     * @return this
     */
    public GatewayBuilder limits(GatewayLimits limits) {
        this.limits = Objects.requireNonNull(limits);
        return this;
    }

    /**
     * Believes {@code X-Forwarded-For} and {@code X-Forwarded-Proto} of proxies in this network.
     *
     * @param network such as {@code 10.0.0.0/8}
     * @return this
     */
    public GatewayBuilder trustProxy(Prefix network) {
        proxies.add(network);
        return this;
    }

    /**
     * Sets which User-Agent fields are accepted, the empty one of a request without it included; all if it is not set.
     *
     * @param accepted tells whether one is
     * @return this
     */
    public GatewayBuilder agents(Predicate<String> accepted) {
        agents = Objects.requireNonNull(accepted);
        return this;
    }

    /**
     * Takes credentials over connections without TLS: for tests, and for devices that know no better in a network of
     * their own.
     *
     * @return this
     */
    public GatewayBuilder allowPlainHttp() {
        plainHttp = true;
        return this;
    }

    /**
     * Removes names that were not refreshed for some time; never if it is not set.
     *
     * @param after how long, at least an hour
     * @param warning how long before that a {@link GatewayEvent.Lapsing} is told
     * @return this
     * @throws IllegalArgumentException if the warning comes before the refresh
     */
    public GatewayBuilder lapse(Duration after, Duration warning) {
        if (after.compareTo(Duration.ofHours(1)) < 0 || warning.compareTo(after) >= 0 || warning.isNegative()) {
            throw new IllegalArgumentException("names lapse after an hour at the least, and the warning is shorter");
        }
        lapseAfter = after;
        lapseWarning = warning;
        return this;
    }

    /**
     * Sets how passwords are verified; {@link SecretHash#PASSWORD_ITERATIONS}, 1 and 100 if it is not set.
     *
     * @param iterations as many as the passwords of the accounts have, so that one that does not exist takes as long
     * @param threads how many processors are given to it at most
     * @param queue how many passwords wait; what comes beyond them is told to come later
     * @return this
     * @throws IllegalArgumentException if one is less than 1
     */
    public GatewayBuilder hashing(int iterations, int threads, int queue) {
        if (iterations < 1 || threads < 1 || queue < 1) {
            throw new IllegalArgumentException("iterations, threads and queue are at least 1");
        }
        passwordIterations = iterations;
        hashThreads = threads;
        hashQueue = queue;
        return this;
    }

    /**
     * Sets who is told what happens.
     *
     * @param listener is called by several threads, one at a time
     * @return this
     */
    public GatewayBuilder listener(GatewayListener listener) {
        this.listener = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * Sets the clock; that of the system if it is not set.
     *
     * @param clock the clock
     * @return this
     */
    public GatewayBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock);
        return this;
    }

    /**
     * Makes the gateway. Its threads come with the first request, and go when there is none.
     *
     * @return the gateway
     * @throws IllegalArgumentException if there is no zone, or no store of accounts
     */
    public UpdateGateway build() {
        check();
        return new UpdateGateway(this);
    }

    void check() {
        if (zones.isEmpty() || accounts == null) {
            throw new IllegalArgumentException("a gateway needs a zone and a store of accounts");
        }
    }
}

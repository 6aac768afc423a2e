package io.github.ddnskit;

import io.github.ddnskit.event.DdnsListener;
import io.github.ddnskit.internal.Engine;
import io.github.ddnskit.internal.EngineConfig;
import io.github.ddnskit.internal.SystemScheduler;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.MemoryStateStore;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps DNS pointing at this device: asks an {@link IpSource} what the address is, decides whether anything is due, tells
 * a {@link DnsUpdater} to publish it, remembers the outcome in a {@link StateStore}, and reports it to a
 * {@link DdnsListener}.
 *
 * <pre>{@code
 * try (var client = DdnsClient.builder()
 *         .host("home.example.org", updater)
 *         .source(InterfaceIpSource.of("eth0"))
 *         .state(FileStateStore.at(Path.of("/var/lib/app/ddns.state")))
 *         .listener(event -> log.info("{}", event))
 *         .build()) {
 *     client.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>Not being able to find out the address never changes DNS. A and AAAA records succeed and fail apart. Each updater
 * works in a lane of its own, so that one that hangs delays no other. Threads are daemons, started when there is work.
 * Thread-safe.
 */
public final class DdnsClient implements AutoCloseable {

    private final Engine engine;

    private DdnsClient(Engine engine) {
        this.engine = engine;
    }

    /** {@return a builder without hosts and sources} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins to check: at once, at every interval, and soon after every signal. Calling it again does nothing.
     *
     * @throws UncheckedIOException if the state cannot be read. A damaged one is no reason: it is set aside and reported.
     */
    public void start() {
        engine.start();
    }

    /**
     * Checks now, whether started or not.
     *
     * @return completed when the addresses were detected and every host that is due was attempted once; completed
     *     exceptionally if the client is closed before
     * @throws UncheckedIOException if the state cannot be read
     */
    public CompletableFuture<DdnsStatus> checkNow() {
        return engine.checkNow();
    }

    /**
     * Hints that the address may have changed, such as from a connectivity callback. Many hints in 200 ms make one
     * check. All hints together, those of signals too, make at most six checks at once and one more every 10 s: the check
     * after the last hint is then late, and never left out. Does nothing before {@link #start()}.
     */
    public void networkChanged() {
        engine.networkChanged();
    }

    /**
     * Tries a host again that a provider refused for good, once its user has put right what was wrong. What the provider
     * said about <em>when</em> to come back still holds.
     *
     * @param host the name
     * @throws IllegalArgumentException if the client does not keep it
     */
    public void resume(Hostname host) {
        if (!engine.resume(host)) {
            throw new IllegalArgumentException("this client does not keep " + host);
        }
    }

    /**
     * Goes on with other hosts, updaters, sources, signals or policies, without a pause and without sending what has not
     * changed. A request that is on its way comes to its end first; names and updaters that have nothing to do with it do
     * not wait. Updaters, sources and signals that are not used any more are closed; those that are, are given again. What
     * was refused for good is tried again if its credentials changed. Checks that somebody waits for are cancelled.
     *
     * @param next a builder with all that there shall be from now on, and without a store, listener, clock, scheduler and
     *     generator of chance: those of this client stay
     * @throws IllegalArgumentException if it sets one of them
     * @throws IllegalStateException if there is no host, or no source for one whose address is not declared: the client
     *     goes on as before; or if the client is closed
     * @throws UncheckedIOException if the state cannot be read
     */
    public void reconfigure(Builder next) {
        next.requireNoSurroundings();
        engine.reconfigure(next.config());
    }

    /** {@return what the client knows now} */
    public DdnsStatus status() {
        return engine.status();
    }

    /**
     * Removes what this client published, and publishes nothing from now on, until it is {@linkplain #reconfigure
     * reconfigured}. What others wrote stays.
     *
     * @return completed when each removal was attempted once; the status tells what came of it. One that failed is tried
     *     again, if the client was started
     * @throws UncheckedIOException if the state cannot be read
     */
    public CompletableFuture<DdnsStatus> withdraw() {
        return engine.withdraw();
    }

    /**
     * Stops: interrupts what runs, and closes the sources, signals, updaters and the store. Records stay as they are,
     * unless the policy is to {@linkplain io.github.ddnskit.policy.ClosePolicy#WITHDRAW withdraw} them and the client has
     * worked at all. Returns within four seconds, or seven if records are withdrawn, even if one of the parts does not let
     * itself be interrupted. Calling it again does nothing.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** Gathers what a client needs. Not thread-safe. */
    public static final class Builder {

        private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

        private final Map<Hostname, Host> hosts = new LinkedHashMap<>();
        private final List<IpSource> sources = new ArrayList<>();
        private final List<ChangeSignal> signals = new ArrayList<>();
        private final Set<AddressClass> publishable = EnumSet.of(AddressClass.GLOBAL);
        private DetectionPolicy detection = DetectionPolicy.standard();
        private Duration interval = Duration.ofMinutes(5);
        private UpdatePolicy policy = UpdatePolicy.standard();
        private Verification verification = Verification.none();
        private @Nullable RecordObserver observer;
        private @Nullable Clock clock;
        private @Nullable RandomGenerator random;
        private @Nullable StateStore store;
        private @Nullable DdnsListener listener;
        private @Nullable Scheduler scheduler;

        private Builder() {}

        /**
         * Adds a name to keep right.
         *
         * @param host the name, and by whom it is published
         * @return this builder
         * @throws IllegalArgumentException if the name was added already
         */
        public Builder host(Host host) {
            if (hosts.putIfAbsent(host.name(), host) != null) {
                throw new IllegalArgumentException(host.name() + " is there twice: one updater publishes it");
            }
            return this;
        }

        /**
         * Adds a name to keep right, with every family that the updater can publish.
         *
         * @param name the name
         * @param updater who publishes it; the client closes it
         * @return this builder
         * @throws IllegalArgumentException if it is not a name, or was added already
         */
        public Builder host(String name, DnsUpdater updater) {
            return host(Host.of(name, updater));
        }

        /**
         * Adds a source of the address. What is made of the answers of several is told at {@link
         * io.github.ddnskit.ip.Consensus}; sources that are on the device itself are asked in the order in which they were
         * added, until one has found an address that may be published.
         *
         * @param source the source; the client closes it, and subscribes to it if it is a {@link ChangeSignal}
         * @return this builder
         */
        public Builder source(IpSource source) {
            sources.add(source);
            return this;
        }

        /**
         * Adds a signal that hints at a change of the address.
         *
         * @param signal the signal; the client closes it
         * @return this builder
         */
        public Builder signal(ChangeSignal signal) {
            signals.add(signal);
            return this;
        }

        /**
         * Allows addresses to be published that are not globally reachable. Only {@link AddressClass#GLOBAL} is allowed
         * otherwise. Allowed {@link AddressClass#CLOSED_NETWORK} addresses go to updaters that serve such networks, and to
         * no other.
         *
         * @param classes the classes to allow as well
         * @return this builder
         */
        public Builder allow(AddressClass... classes) {
            publishable.addAll(Arrays.asList(classes));
            return this;
        }

        /**
         * Sets what it takes to believe an address.
         *
         * @param detection the policy
         * @return this builder
         */
        public Builder detection(DetectionPolicy detection) {
            this.detection = detection;
            return this;
        }

        /**
         * Sets how often to look for the address, 5 minutes if not set.
         *
         * @param interval at least a second
         * @return this builder
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder interval(Duration interval) {
            if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
                throw new IllegalArgumentException("the interval is at least 1 s, not " + interval);
            }
            this.interval = interval;
            return this;
        }

        /**
         * Sets when names are sent.
         *
         * @param policy the policy; what the provider demands is kept all the same
         * @return this builder
         */
        public Builder policy(UpdatePolicy policy) {
            this.policy = policy;
            return this;
        }

        /**
         * Has the client look at DNS itself for what the providers confirmed.
         *
         * @param verification what to look for
         * @param observer looks; best one that asks the authoritative servers, since caches show what was. The client
         *     closes it
         * @return this builder
         */
        public Builder verify(Verification verification, RecordObserver observer) {
            this.verification = verification;
            this.observer = observer;
            return this;
        }

        /**
         * Sets where to remember, only in memory if not set.
         *
         * @param store the store; the client closes it
         * @return this builder
         */
        public Builder state(StateStore store) {
            this.store = store;
            return this;
        }

        /**
         * Sets whom to tell.
         *
         * @param listener the listener
         * @return this builder
         * @throws IllegalStateException if there is one already
         */
        public Builder listener(DdnsListener listener) {
            if (this.listener != null) {
                throw new IllegalStateException("there is a listener already: let one listener tell the others");
            }
            this.listener = listener;
            return this;
        }

        /**
         * Sets the clock, the system's if not set.
         *
         * @param clock tells the time
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets what runs the client's work, threads of its own if not set.
         *
         * @param scheduler the scheduler; the client does not close it
         * @return this builder
         */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = scheduler;
            return this;
        }

        /**
         * Sets where the chance in waiting times comes from.
         *
         * @param random a generator that several threads may use at once
         * @return this builder
         */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /**
         * Builds the client. Nothing is read, sent or started.
         *
         * @return the client
         * @throws IllegalStateException if there is no host, or no source for one whose address is not declared
         */
        public DdnsClient build() {
            return new DdnsClient(new Engine(config()));
        }

        private EngineConfig config() {
            if (hosts.isEmpty()) {
                throw new IllegalStateException("a client needs a host: add one with host(name, updater)");
            }
            if (sources.isEmpty() && hosts.values().stream().anyMatch(host -> host.declared() == null)) {
                throw new IllegalStateException("a client needs a source of the address: add one with source(...)");
            }
            DdnsListener told = listener == null ? event -> {} : listener;
            return new EngineConfig(
                    List.copyOf(hosts.values()),
                    sources,
                    signals,
                    publishable,
                    detection,
                    interval,
                    policy,
                    verification,
                    observer,
                    store == null ? MemoryStateStore.create() : store,
                    told,
                    clock == null ? Clock.systemUTC() : clock,
                    scheduler == null ? new SystemScheduler() : scheduler,
                    scheduler == null,
                    random == null ? new Random() : random);
        }

        private void requireNoSurroundings() {
            if (Stream.of(store, listener, clock, scheduler, random).anyMatch(Objects::nonNull)) {
                throw new IllegalArgumentException("a client keeps its state store, listener, clock, scheduler and"
                        + " generator of chance as long as it lives: leave them out when it is reconfigured");
            }
        }
    }
}

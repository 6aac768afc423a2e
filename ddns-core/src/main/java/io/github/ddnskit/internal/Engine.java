package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.policy.ClosePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.spi.SharedStateStore;
import io.github.ddnskit.state.RecordKey;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The loop. A lookout finds out the addresses; a lane for each updater brings DNS in line with what was detected last.
 * Both look at how things are and not at what happened, so it does not matter which hint is lost.
 */
public final class Engine implements AutoCloseable {

    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LAST_WORD = Duration.ofSeconds(3);

    private final Ledger ledger;
    private final Events events;
    private final Set<AutoCloseable> outgoing = Collections.synchronizedSet(EngineConfig.identitySet());
    private volatile EngineConfig config;
    private volatile Lookout lookout;
    private volatile List<Lane> lanes;
    private final @Nullable Tenancy tenancy;
    private volatile @Nullable Watch watch;
    private volatile boolean leaving;
    private volatile boolean started;
    private boolean loaded;
    private boolean closed;

    /**
     * Creates the engine; nothing runs yet.
     *
     * @param config what the builder gathered
     */
    public Engine(EngineConfig config) {
        this.config = config;
        ledger = new Ledger(config.store());
        events = new Events(config.listener());
        lookout = new Lookout(config, events, null, () -> started, this::seen);
        lanes = lanes(config, new Succession(List.of(), config.scheduler()));
        tenancy = config.store() instanceof SharedStateStore shared
                ? new Tenancy(shared, surroundings(config), this::keepMore)
                : null;
    }

    private List<Lane> lanes(EngineConfig config, Succession succession) {
        Surroundings around = surroundings(config);
        Map<DnsUpdater, List<Host>> byUpdater = new LinkedHashMap<>();
        config.hosts()
                .forEach(host -> byUpdater
                        .computeIfAbsent(host.updater(), updater -> new ArrayList<>())
                        .add(host));
        return byUpdater.entrySet().stream()
                .map(entry -> new Lane(
                        around,
                        entry.getKey(),
                        config.policy(),
                        entry.getValue(),
                        succession.mayStart(entry.getKey(), entry.getValue())))
                .toList();
    }

    private Surroundings surroundings(EngineConfig config) {
        return new Surroundings(
                config.clock(),
                config.random(),
                config.scheduler(),
                ledger,
                events,
                config.publishable(),
                new TheLoop());
    }

    private @Nullable Watch watch(EngineConfig config) {
        RecordObserver observer = config.observer();
        return observer == null || config.verification() instanceof Verification.None
                ? null
                : new Watch(config.verification(), observer, surroundings(config), this::laneOf);
    }

    /**
     * Begins to check at every interval, the first time at once.
     *
     * @throws UncheckedIOException if the state cannot be read
     */
    public synchronized void start() {
        load();
        if (!started && !closed) {
            started = true;
            if (tenancy != null) {
                tenancy.job().wake(Duration.ZERO);
            }
            config.allSignals().forEach(this::subscribe);
            lookout.start();
            lanes.stream().filter(Lane::hasDeclarations).forEach(lane -> lane.wake(GATHER));
        }
    }

    /**
     * Checks now.
     *
     * @return completed when every address was detected and every host that is due was attempted
     * @throws UncheckedIOException if the state cannot be read
     */
    public CompletableFuture<DdnsStatus> checkNow() {
        load();
        return (tenancy == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : tenancy.job().request())
                .thenCompose(held -> lookout.request())
                .thenCompose(detected -> Futures.all(lanes.stream().map(Lane::request)))
                .thenApply(done -> status());
    }

    /** Checks soon, once for many hints, and later if there were too many. */
    public void networkChanged() {
        if (started) {
            lookout.hint();
        }
    }

    /**
     * Lifts what halted a host.
     *
     * @param name the host
     * @return false if there is no such host
     */
    public boolean resume(Hostname name) {
        Optional<Lane> lane = laneOf(name);
        lane.ifPresent(one -> one.resume(name));
        // Another lane may have taken over meanwhile, and looked before.
        laneOf(name).ifPresent(one -> {
            one.look(name);
            if (started) {
                one.wake(Duration.ZERO);
            }
        });
        return lane.isPresent();
    }

    /**
     * Goes on with another configuration. Its store, listener, clock, scheduler and chance are those of the first one.
     *
     * @param changed what the builder gathered
     * @throws IllegalStateException if the engine is closed
     * @throws UncheckedIOException if the state cannot be read
     */
    public synchronized void reconfigure(EngineConfig changed) {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
        load();
        EngineConfig before = config;
        EngineConfig next = changed.in(before);
        Lookout lookoutBefore = lookout;
        Succession succession = new Succession(lanes, next.scheduler());
        lookoutBefore.stop();
        config = next;
        lookout = new Lookout(next, events, lookoutBefore, () -> started, this::seen);
        lanes = lanes(next, succession);
        leaving = false;
        lanes.forEach(Lane::liftOutdatedHalts);
        if (next.observer() != before.observer() || !next.verification().equals(before.verification())) {
            watchAnew(next);
        }
        followDeclarations(before.declarations());
        if (started) {
            Set<ChangeSignal> known = before.allSignals();
            next.allSignals().stream().filter(signal -> !known.contains(signal)).forEach(this::subscribe);
            lookout.start();
            lanes.forEach(lane -> lane.wake(GATHER));
        }
        Set<AutoCloseable> kept = next.parts();
        for (AutoCloseable part : before.parts()) {
            if (!kept.contains(part)) {
                outgoing.add(part);
                succession.afterUseOf(part, () -> closeOutgoing(part));
            }
        }
    }

    /**
     * Removes what was published, and publishes nothing from now on.
     *
     * @return completed when each removal was attempted
     * @throws UncheckedIOException if the state cannot be read
     */
    public synchronized CompletableFuture<DdnsStatus> withdraw() {
        load();
        leaving = true;
        lookout.stop();
        return Futures.all(lanes.stream().map(Lane::request)).thenApply(done -> status());
    }

    /** {@return what is known now} */
    public DdnsStatus status() {
        return new DdnsStatus(
                config.clock().instant(),
                lookout.verdicts(),
                lanes.stream().<DdnsStatus.RecordStatus>mapMulti(Lane::status).toList());
    }

    /** Ends everything that runs, and closes sources, updaters and store. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            started = false;
            closed = true;
            lookout.stop();
            lanes.forEach(lane -> lane.job().stop());
            if (watch != null) {
                watch.job().stop();
            }
            if (tenancy != null) {
                tenancy.job().stop();
            }
        }
        Duration share = PATIENCE.dividedBy(lanes.size() + 1L);
        lookout.awaitEnd(share);
        lanes.forEach(lane -> lane.job().awaitEnd(share));
        if (loaded && config.policy().onClose() == ClosePolicy.WITHDRAW) {
            leaving = true;
            Leave.with(lanes, config.scheduler()::newThread, LAST_WORD);
        }
        Thread closer = config.scheduler().newThread(this::closeParts);
        closer.setName("ddnskit-close");
        closer.start();
        try {
            closer.join(2 * PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        EngineConfig last = config;
        last.parts().forEach(Closing::quietly);
        new ArrayList<>(outgoing).forEach(this::closeOutgoing); // what still waited for its turn
        Closing.quietly(last.store());
        if (last.ownsScheduler()) {
            Closing.quietly(last.scheduler());
        }
    }

    private void closeOutgoing(AutoCloseable part) {
        if (outgoing.remove(part)) {
            Closing.quietly(part);
        }
    }

    private synchronized void load() {
        if (!loaded && !closed) {
            Optional<String> damage = ledger.load();
            loaded = true;
            damage.ifPresent(detail ->
                    events.emit(new DdnsEvent.StateTrouble(config.clock().instant(), detail)));
            lanes.forEach(Lane::liftOutdatedHalts);
            lookout.remember(this::published);
            followDeclarations(Map.of());
            watchAnew(config);
        }
    }

    /** Looks at all hosts when other leases are held than before. */
    private void keepMore() {
        for (Lane lane : lanes) {
            lane.liftOutdatedHalts();
            lane.lookAtAll();
            if (started) {
                lane.wake(Duration.ZERO);
            }
        }
    }

    private void watchAnew(EngineConfig config) {
        if (watch != null) {
            watch.job().stop();
        }
        Watch fresh = watch(config);
        watch = fresh;
        if (fresh != null) {
            lanes.forEach(lane -> lane.published().forEach(fresh::knownFromBefore));
        }
    }

    private void subscribe(ChangeSignal signal) {
        signal.subscribe(this::networkChanged, config.scheduler());
    }

    /** Has each declaration followed at once, if it is not already. */
    private void followDeclarations(Map<Hostname, DeclaredIpSource> followed) {
        config.declarations().forEach((name, source) -> {
            if (followed.get(name) != source) {
                source.subscribe(() -> declared(name));
            }
        });
    }

    private void declared(Hostname name) {
        laneOf(name).ifPresent(lane -> {
            lane.look(name);
            if (started) {
                lane.wake(GATHER);
            }
        });
    }

    private Optional<Lane> laneOf(Hostname name) {
        return lanes.stream().filter(lane -> lane.holds(name)).findFirst();
    }

    /** What was published last, if that is the same for all names. */
    private Set<InetAddress> published(AddressFamily family) {
        Set<Set<InetAddress>> all = new HashSet<>();
        for (Lane lane : lanes) {
            lane.hosts()
                    .filter(host -> host.declared() == null && host.families().contains(family))
                    .map(host -> lane.state(new RecordKey(host.name(), family)).confirmed())
                    .map(confirmed -> confirmed == null ? Set.<InetAddress>of() : confirmed.addresses())
                    .forEach(all::add);
        }
        return all.size() == 1 ? all.iterator().next() : Set.of();
    }

    /** Lets the lanes follow what was seen. */
    private void seen(AddressFamily family) {
        boolean othersBusy = lookout.isBusyBeside(family);
        lanes.stream()
                .filter(lane -> lane.follows(family))
                .forEach(lane -> lane.wake(othersBusy ? GATHER : Duration.ZERO));
    }

    private final class TheLoop implements Surroundings.Loop {
        @Override
        public boolean isRunning() {
            return started;
        }

        @Override
        public boolean isLeaving() {
            return leaving;
        }

        @Override
        public Goal goal(AddressFamily family) {
            return lookout.goal(family);
        }

        @Override
        public @Nullable Observation detected(AddressFamily family) {
            return lookout.detected(family);
        }

        @Override
        public void confirmed(Hostname name) {
            Watch watching = watch;
            if (watching != null) {
                watching.confirmed(name);
            }
        }

        @Override
        public @Nullable Observation shownInstead(RecordKey key) {
            Watch watching = watch;
            return watching == null ? null : watching.instead(key);
        }
    }
}

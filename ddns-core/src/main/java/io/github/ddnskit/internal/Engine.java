package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.Consensus;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Scheduler;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The loop. A detection job for each family finds out the address; a lane for each updater brings DNS in line with what
 * was detected last. Both look at how things are and not at what happened, so it does not matter which hint is lost.
 */
public final class Engine implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration DEBOUNCE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final EngineConfig config;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Ledger ledger;
    private final Events events;
    private final Consensus consensus;
    private final Map<AddressFamily, Detection> detections = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, SerialJob> looks = new EnumMap<>(AddressFamily.class);
    private final Map<Lane, SerialJob> lanes = new LinkedHashMap<>();
    private final HintLimit limit = new HintLimit();
    private final SerialJob hinted;
    private boolean loaded;
    private volatile boolean started;

    /**
     * Creates the engine; nothing runs yet.
     *
     * @param config what the builder gathered
     */
    public Engine(EngineConfig config) {
        this.config = config;
        clock = config.clock();
        scheduler = config.scheduler();
        ledger = new Ledger(config.store());
        events = new Events(config.listener());
        consensus = Consensus.of(config.sources(), config.detection(), config.publishable(), clock);
        Surroundings around = new Surroundings(clock, config.random(), ledger, events, this::goal);
        Map<DnsUpdater, List<Host>> byUpdater = new LinkedHashMap<>();
        for (Host host : config.hosts()) {
            byUpdater
                    .computeIfAbsent(host.updater(), updater -> new ArrayList<>())
                    .add(host);
            host.families()
                    .forEach(family -> detections.computeIfAbsent(family, one -> new Detection(one, config, events)));
        }
        detections.forEach((family, detection) ->
                looks.put(family, new SerialJob(scheduler, () -> look(family, detection))));
        hinted = new SerialJob(scheduler, this::followHint);
        byUpdater.forEach((updater, hosts) -> {
            Lane lane = new Lane(around, updater, config.policy(), hosts);
            lanes.put(lane, new SerialJob(scheduler, () -> whenStarted(lane.run())));
        });
    }

    /**
     * Begins to check at every interval, the first time at once.
     *
     * @throws IOException if the state cannot be read
     */
    public synchronized void start() throws IOException {
        load();
        if (!started) {
            started = true;
            signals().forEach(signal -> signal.subscribe(this::networkChanged, scheduler));
            looks.values().forEach(look -> look.wake(Duration.ZERO));
        }
    }

    /**
     * Checks now.
     *
     * @return completed when every address was detected and every host that is due was attempted
     * @throws IOException if the state cannot be read
     */
    public CompletableFuture<DdnsStatus> checkNow() throws IOException {
        load();
        return all(looks.values().stream().map(job -> job.request()).toList())
                .thenCompose(detected ->
                        all(lanes.values().stream().map(job -> job.request()).toList()))
                .thenApply(done -> status());
    }

    /** Checks soon, once for many hints, and later if there were too many. */
    public void networkChanged() {
        if (started) {
            hinted.wake(DEBOUNCE);
        }
    }

    /**
     * Lifts what halted a host.
     *
     * @param name the host
     * @return false if there is no such host
     */
    public boolean resume(Hostname name) {
        boolean found = false;
        for (Map.Entry<Lane, SerialJob> entry : lanes.entrySet()) {
            for (Host host : entry.getKey().hosts()) {
                if (host.name().equals(name)) {
                    found = true;
                    entry.getKey().resume(host);
                    if (started) {
                        entry.getValue().wake(Duration.ZERO);
                    }
                }
            }
        }
        return found;
    }

    /** {@return what is known now} */
    public DdnsStatus status() {
        Map<AddressFamily, Verdict> verdicts = new EnumMap<>(AddressFamily.class);
        detections.forEach(
                (family, detection) -> detection.verdict().ifPresent(verdict -> verdicts.put(family, verdict)));
        List<DdnsStatus.RecordStatus> records = new ArrayList<>();
        for (Lane lane : lanes.keySet()) {
            for (Host host : lane.hosts()) {
                host.families().stream().sorted().forEach(family -> records.add(record(lane, host, family)));
            }
        }
        return new DdnsStatus(clock.instant(), verdicts, records);
    }

    /** Ends everything that runs, and closes sources, updaters and store. */
    @Override
    public void close() {
        started = false;
        List<SerialJob> jobs = new ArrayList<>(lanes.values());
        jobs.addAll(looks.values());
        jobs.add(hinted);
        jobs.forEach(SerialJob::stop);
        jobs.forEach(job -> job.awaitEnd(PATIENCE.dividedBy(jobs.size())));
        Thread closer = new Thread(this::closeParts, "ddnskit-close");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(2 * PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        List<AutoCloseable> parts = new ArrayList<>(config.sources());
        parts.addAll(config.signals());
        config.hosts().stream().map(Host::updater).distinct().forEach(parts::add);
        parts.add(config.store());
        if (config.ownsScheduler()) {
            parts.add(scheduler);
        }
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "{0} failed to close: {1}", part.getClass(), e.getClass());
            }
        }
    }

    private synchronized void load() throws IOException {
        if (!loaded) {
            Optional<String> damage = ledger.load();
            loaded = true;
            damage.ifPresent(detail -> events.emit(new DdnsEvent.StateTrouble(clock.instant(), detail)));
            lanes.keySet().forEach(Lane::liftOutdatedHalts);
            detections.forEach((family, detection) -> detection.remember(published(family)));
        }
    }

    private List<ChangeSignal> signals() {
        List<ChangeSignal> signals = new ArrayList<>(config.signals());
        for (IpSource source : config.sources()) {
            if (source instanceof ChangeSignal signal) {
                signals.add(signal);
            }
        }
        return signals;
    }

    /** What was published last, if that is the same for all names. */
    private Set<InetAddress> published(AddressFamily family) {
        Set<Set<InetAddress>> all = new HashSet<>();
        for (Lane lane : lanes.keySet()) {
            for (Host host : lane.hosts()) {
                RecordState.Confirmed confirmed =
                        lane.state(new RecordKey(host.name(), family)).confirmed();
                if (host.families().contains(family)) {
                    all.add(confirmed == null ? Set.of() : confirmed.addresses());
                }
            }
        }
        return all.size() == 1 ? all.iterator().next() : Set.of();
    }

    /** Looks because of a hint, or waits until that is allowed: so the last hint of a storm is followed too. */
    private @Nullable Duration followHint() {
        Duration wait = limit.take(clock.instant());
        if (!wait.isZero()) {
            return wait;
        }
        detections.forEach((family, detection) -> {
            SerialJob look = looks.get(family);
            if (!detection.askAnew() && look != null) {
                look.wake(Duration.ZERO);
            }
        });
        return null;
    }

    /** Finds out the address of a family, and lets the lanes follow. */
    private @Nullable Duration look(AddressFamily family, Detection detection) {
        Duration next;
        try {
            next = detection.look(consensus);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        boolean othersBusy = looks.entrySet().stream()
                .anyMatch(other -> other.getKey() != family && other.getValue().isBusy());
        lanes.forEach((lane, job) -> {
            if (lane.hosts().stream().anyMatch(host -> host.families().contains(family))) {
                job.wake(othersBusy ? GATHER : Duration.ZERO);
            }
        });
        return whenStarted(next);
    }

    private Goal goal(AddressFamily family) {
        Detection detection = detections.get(family);
        return detection == null ? Goal.keep() : detection.goal(clock.instant());
    }

    private DdnsStatus.RecordStatus record(Lane lane, Host host, AddressFamily family) {
        RecordKey key = new RecordKey(host.name(), family);
        RecordState state = lane.state(key);
        Goal goal = lane.goal(family);
        boolean upToDate = goal instanceof Goal.Publish publish
                ? Planner.isConfirmed(publish.addresses(), state, host.options().toString())
                : goal instanceof Goal.Remove
                        && state.attempted() == null
                        && (state.confirmed() == null
                                || state.confirmed().addresses().isEmpty());
        return new DdnsStatus.RecordStatus(key, state, upToDate, lane.lastFailure(key));
    }

    private @Nullable Duration whenStarted(@Nullable Duration next) {
        return started ? next : null;
    }

    private static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }
}

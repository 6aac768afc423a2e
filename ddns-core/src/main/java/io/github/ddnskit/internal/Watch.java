package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at DNS for what the providers confirmed. It has a job of its own: a name server that does not answer delays no
 * update.
 */
final class Watch {

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    private static final Duration AFTER_A_CONFIRMATION = Duration.ofMillis(100);

    private record Look(Instant at, Hostname host) {}

    private final RecordObserver observer;
    private final Verification verification;
    private final Surroundings around;
    private final Function<Hostname, Optional<Lane>> lanes;
    private final SerialJob job;
    private final ConcurrentLinkedQueue<Hostname> confirmed = new ConcurrentLinkedQueue<>();
    private final Map<RecordKey, Sighting> sightings = new ConcurrentHashMap<>();
    private final Map<Hostname, Instant> dates = new HashMap<>();
    private final TreeSet<Look> looks =
            new TreeSet<>(Comparator.comparing(Look::at).thenComparing(Look::host));

    /** Creates a watch; it looks at nothing yet.
     *
     * @param lanes finds who keeps a name
     */
    Watch(
            Verification verification,
            RecordObserver observer,
            Surroundings around,
            Function<Hostname, Optional<Lane>> lanes) {
        this.verification = verification;
        this.observer = observer;
        this.around = around;
        this.lanes = lanes;
        job = new SerialJob(around.scheduler(), this::runAndWait);
    }

    SerialJob job() {
        return job;
    }

    /** Looks at a name that was published before the client started; only a guard does. */
    void knownFromBefore(RecordKey key) {
        if (verification instanceof Verification.Guard) {
            sightings.put(key, sighting(key, true));
            confirmed(key.host());
        }
    }

    /** Looks at a name soon, and until it is seen. */
    void confirmed(Hostname name) {
        confirmed.add(name);
        job.wake(AFTER_A_CONFIRMATION);
    }

    /** {@return what DNS shows in place of what was confirmed, if that was told} */
    @Nullable
    Observation instead(RecordKey key) {
        Sighting sighting = sightings.get(key);
        return sighting == null ? null : sighting.instead();
    }

    private @Nullable Duration runAndWait() {
        try {
            Duration next = run();
            return around.loop().isRunning() ? next : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private @Nullable Duration run() throws InterruptedException {
        Instant now = around.clock().instant();
        for (Hostname name = confirmed.poll(); name != null; name = confirmed.poll()) {
            lookAt(name, now);
        }
        while (!looks.isEmpty() && !looks.first().at().isAfter(now) && !job.isClosed()) {
            Hostname name = looks.first().host();
            lookAt(name, null);
            Duration again = look(name);
            now = around.clock().instant();
            if (again != null) {
                lookAt(name, now.plus(again));
            }
        }
        return looks.isEmpty() ? null : Duration.between(now, looks.first().at());
    }

    private void lookAt(Hostname name, @Nullable Instant at) {
        Instant before = at == null ? dates.remove(name) : dates.put(name, at);
        if (before != null) {
            looks.remove(new Look(before, name));
        }
        if (at != null) {
            looks.add(new Look(at, name));
        }
    }

    private @Nullable Duration look(Hostname name) throws InterruptedException {
        List<ObservedRecords> shown = observe(name);
        Instant now = around.clock().instant();
        Duration next = null;
        Lane lane = lanes.apply(name).orElse(null);
        for (AddressFamily family : AddressFamily.values()) {
            RecordKey key = new RecordKey(name, family);
            RecordState state = lane == null ? null : lane.stateIfKept(key);
            if (lane == null || state == null) {
                sightings.remove(key);
                continue;
            }
            Duration again = sightings
                    .computeIfAbsent(key, first -> sighting(first, false))
                    .compare(
                            state.attempted() == null ? state.confirmed() : null,
                            shown.stream().map(answer -> answer.of(family)).toList(),
                            now,
                            around.events()::emit,
                            () -> lane.sendAgain(key));
            next = next == null || (again != null && again.compareTo(next) < 0) ? again : next;
        }
        return next;
    }

    private Sighting sighting(RecordKey key, boolean seenBefore) {
        boolean mayRepair = lanes.apply(key.host()).map(Lane::maySendAgain).orElse(false);
        return new Sighting(key, verification, seenBefore, mayRepair);
    }

    private List<ObservedRecords> observe(Hostname name) throws InterruptedException {
        try {
            return observer.observeEach(name);
        } catch (RuntimeException e) {
            // Without its message, which could hold anything.
            LOG.log(System.Logger.Level.ERROR, "the observer threw {0}", e.getClass());
            Observation failed =
                    Observation.unknown("the observer failed: " + e.getClass().getSimpleName());
            return List.of(new ObservedRecords(failed, failed));
        }
    }
}

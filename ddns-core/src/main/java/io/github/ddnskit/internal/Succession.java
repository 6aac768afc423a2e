package io.github.ddnskit.internal;

import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Lets the lanes of a configuration follow those of the one before: a lane waits for those that may be sending the same
 * names just now, or through the same updater, and for no other. A request that is on its way is not cut off: what came of
 * it would not be known. One that does not end is interrupted after a while, and then not waited for.
 */
final class Succession {

    private static final Duration LAST_WORD = Duration.ofSeconds(10);
    private static final Duration GIVE_UP = Duration.ofSeconds(12);

    private final Scheduler scheduler;
    private final Map<DnsUpdater, Lane> byUpdater = new HashMap<>();
    private final Map<Hostname, Lane> byName = new HashMap<>();
    private final Map<Lane, CompletableFuture<Void>> ended = new HashMap<>();

    /**
     * Ends lanes.
     *
     * @param before the lanes; they start nothing from now on
     * @param scheduler runs what waits
     */
    Succession(List<Lane> before, Scheduler scheduler) {
        this.scheduler = scheduler;
        for (Lane lane : before) {
            byUpdater.put(lane.updater(), lane);
            lane.hosts().forEach(host -> byName.put(host.name(), lane));
            CompletableFuture<Void> end = lane.retire();
            ended.put(lane, end);
            if (!end.isDone()) {
                scheduler.schedule(LAST_WORD, lane.job()::stop);
                scheduler.schedule(GIVE_UP, () -> end.complete(null));
            }
        }
    }

    /** {@return completed when the lane of these hosts may start} */
    CompletableFuture<Void> mayStart(DnsUpdater updater, Collection<Host> hosts) {
        Set<Lane> lanes = new HashSet<>();
        hosts.forEach(host -> lanes.add(byName.get(host.name())));
        lanes.add(byUpdater.get(updater));
        return Futures.all(ended.entrySet().stream()
                .filter(entry -> lanes.contains(entry.getKey()))
                .map(Map.Entry::getValue));
    }

    /** Does something about a part of the configuration before, once none of these lanes uses it any more. */
    void afterUseOf(AutoCloseable part, Runnable task) {
        Lane lane = part instanceof DnsUpdater updater ? byUpdater.get(updater) : null;
        CompletableFuture<Void> end = lane == null ? null : ended.get(lane);
        Futures.then(
                end == null ? CompletableFuture.completedFuture(null) : end,
                () -> scheduler.schedule(Duration.ZERO, task));
    }
}

package io.github.ddnskit.gateway;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removes names that nobody refreshes, and warns before. Thread-safe. */
final class Lapses implements AutoCloseable {

    private final Supplier<Setup> settings;
    private final Clock clock;
    private final Consumer<GatewayEvent> events;
    private final ScheduledThreadPoolExecutor timer;
    /** When the warning was given, which tells one lapse of a name from the next. */
    private final Map<Hostname, Instant> warned = new ConcurrentHashMap<>();

    private boolean started;

    Lapses(Supplier<Setup> settings, Clock clock, Consumer<GatewayEvent> events, ThreadFactory factory) {
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        timer = new ScheduledThreadPoolExecutor(1, factory);
    }

    /** Begins, if names lapse at all and it has not begun yet. */
    synchronized void start() {
        if (settings.get().lapseAfter() != null && !started) {
            started = true;
            var unused = timer.scheduleWithFixedDelay(this::sweep, 1, 60, TimeUnit.MINUTES);
        }
    }

    synchronized void sweep() {
        Setup setup = settings.get();
        Duration after = setup.lapseAfter();
        if (after == null) {
            return;
        }
        Instant now = clock.instant();
        try {
            Map<Hostname, Refresh> old =
                    setup.refreshes().notSince(now.minus(after).plus(setup.lapseWarning()));
            warned.keySet().retainAll(old.keySet());
            old.forEach((host, refresh) -> look(setup, after, now, host, refresh));
        } catch (IOException | RuntimeException e) {
            events.accept(new GatewayEvent.Trouble(now, "names that lapse cannot be looked for: " + e.getMessage()));
        }
    }

    private void look(Setup setup, Duration after, Instant now, Hostname host, Refresh refresh) {
        Instant lapses = refresh.at().plus(after);
        Instant warning = warned.putIfAbsent(host, refresh.at());
        if (warning == null || !warning.equals(refresh.at())) {
            // Never without a warning: after a long stop it is given late, and the name lapses later.
            warned.put(host, refresh.at());
            events.accept(new GatewayEvent.Lapsing(now, host, refresh.at(), lapses.isAfter(now) ? lapses : now));
            return;
        }
        Optional<Lane> lane = setup.lane(host);
        if (lapses.isAfter(now) || lane.isEmpty()) {
            return;
        }
        Lane found = lane.get();
        GatewayZone zone = found.zone();
        Goal ipv4 = zone.publishes(io.github.ddnskit.AddressFamily.IPV4) ? Goal.remove() : Goal.keep();
        Goal ipv6 = zone.publishes(io.github.ddnskit.AddressFamily.IPV6) ? Goal.remove() : Goal.keep();
        var unused = found.submit(new Update(host, ipv4, ipv6, zone.options()), () -> isStill(setup, host, refresh))
                .thenAccept(settled -> {
                    if (settled.report().ipv4() instanceof Outcome.Kept
                            && settled.report().ipv6() instanceof Outcome.Kept) {
                        return; // refreshed in the last moment
                    }
                    Outcome.@Nullable Failed failed = Stream.of(
                                    settled.report().ipv4(), settled.report().ipv6())
                            .filter(Outcome.Failed.class::isInstance)
                            .map(Outcome.Failed.class::cast)
                            .findFirst()
                            .orElse(null);
                    events.accept(
                            failed == null
                                    ? new GatewayEvent.Lapsed(clock.instant(), host, refresh.at())
                                    : new GatewayEvent.Trouble(
                                            clock.instant(),
                                            host + " has lapsed and is still there: " + failed.detail()));
                });
    }

    /** Whether nobody has refreshed it since: what was answered with good must not be taken away. */
    private boolean isStill(Setup setup, Hostname host, Refresh refresh) {
        try {
            return refresh.equals(setup.refreshes().recall(Set.of(host)).get(host));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

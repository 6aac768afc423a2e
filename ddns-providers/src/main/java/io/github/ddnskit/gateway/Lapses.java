package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Removes names that nobody refreshes, and warns before. Thread-safe. */
final class Lapses implements AutoCloseable {

    /** So many removals of a zone wait in its line: devices come in between, however many names lapse. */
    private static final int AT_ONCE = 20;

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
        Set<Hostname> old = new HashSet<>();
        Map<Lane, Queue<Lapse>> due = new LinkedHashMap<>();
        try {
            setup.refreshes().tellNotSince(now.minus(after).plus(setup.lapseWarning()), (host, refresh) -> {
                Optional<Lane> lane = setup.lane(host); // none if its zone was taken out of the settings
                if (lane.isPresent()) {
                    old.add(host);
                    if (isDue(host, refresh, refresh.at().plus(after), now)) {
                        due.computeIfAbsent(lane.get(), none -> new ConcurrentLinkedQueue<>())
                                .add(new Lapse(host, refresh, lane.get().zone(), setup.refreshes()));
                    }
                }
            });
            warned.keySet().retainAll(old);
        } catch (IOException | RuntimeException e) {
            events.accept(new GatewayEvent.Trouble(now, "names that lapse cannot be looked for: " + e.getMessage()));
        }
        due.forEach((lane, names) -> {
            for (int i = Math.min(AT_ONCE, Math.max(1, lane.zone().queue() / 2)); i > 0; i--) {
                removeNext(lane, names);
            }
        });
    }

    private boolean isDue(Hostname host, Refresh refresh, Instant lapses, Instant now) {
        if (refresh.at().equals(warned.put(host, refresh.at()))) {
            return !lapses.isAfter(now);
        }
        // Never without a warning: after a long stop it is given late, and the name lapses later.
        events.accept(new GatewayEvent.Lapsing(now, host, refresh.at(), lapses.isAfter(now) ? lapses : now));
        return false;
    }

    /** Removes one name after the other. One that is not removed holds up no other; a zone that is full is left alone. */
    private void removeNext(Lane lane, Queue<Lapse> names) {
        Lapse next = names.poll();
        if (next != null) {
            var unused = lane.submit(next.update(), next).thenAccept(settled -> {
                if (next.hadItsTurn) {
                    removeNext(lane, names);
                }
            });
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** The removal of one name. */
    private final class Lapse implements Lane.Removal {

        private final Hostname host;
        private final Refresh known;
        private final GatewayZone zone;
        private final RefreshStore store;
        private volatile boolean hadItsTurn;

        Lapse(Hostname host, Refresh known, GatewayZone zone, RefreshStore store) {
            this.host = host;
            this.known = known;
            this.zone = zone;
            this.store = store;
        }

        Update update() {
            return new Update(host, goal(AddressFamily.IPV4), goal(AddressFamily.IPV6), zone.options());
        }

        private Goal goal(AddressFamily family) {
            return zone.publishes(family) ? Goal.remove() : Goal.keep();
        }

        /** What was answered with good must not be taken away. */
        @Override
        public boolean begin() {
            hadItsTurn = true;
            try {
                return store.beginRemoval(host, known);
            } catch (IOException | RuntimeException e) {
                trouble("was not refreshed for too long, and cannot be removed: " + e.getMessage());
                return false;
            }
        }

        @Override
        public void end(UpdateReport report) {
            Set<InetAddress> left = new HashSet<>();
            Outcome.@Nullable Failed failed = null;
            for (AddressFamily family : AddressFamily.values()) {
                if (report.outcome(family) instanceof Outcome.Failed failure) {
                    failed = failure;
                    known.addresses().stream()
                            .filter(address -> AddressFamily.of(address) == family)
                            .forEach(left::add);
                }
            }
            try {
                store.endRemoval(host, new Refresh(known.at(), left));
            } catch (IOException | RuntimeException e) {
                trouble("has lapsed; what became of its removal cannot be stored: " + e.getMessage());
            }
            if (failed == null) {
                events.accept(new GatewayEvent.Lapsed(clock.instant(), host, known.at()));
            } else {
                trouble("has lapsed and is still there: " + failed.detail());
            }
        }

        private void trouble(String detail) {
            events.accept(new GatewayEvent.Trouble(clock.instant(), host + " " + detail));
        }
    }
}

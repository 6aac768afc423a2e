package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.Consensus;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.spi.Observation;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the address of one family. Thread-safe; only one thread at a time may look. */
final class Detection {

    private final AddressFamily family;
    private final EngineConfig config;
    private final Events events;
    private final FlapGuard flaps;
    private @Nullable Verdict verdict;
    private Set<InetAddress> believed = Set.of();
    private @Nullable Instant absentSince;
    private int unknownInARow;
    private @Nullable Thread asking;
    private long askingSince;
    private boolean withdrawn;

    Detection(AddressFamily family, EngineConfig config, Events events) {
        this.family = family;
        this.config = config;
        this.events = events;
        this.flaps = new FlapGuard(config.detection().hold());
    }

    /** Begins with what was published last time. */
    synchronized void remember(Set<InetAddress> published) {
        believed = published;
    }

    /** Goes on where another one was, as far as what it knows is still worth something. */
    void inherit(Detection before, boolean sameSources) {
        synchronized (before) {
            synchronized (this) {
                believed = before.believed;
                if (sameSources) {
                    verdict = before.verdict;
                    absentSince = before.absentSince;
                    unknownInARow = before.unknownInARow;
                }
            }
        }
    }

    synchronized Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    synchronized Goal goal(Instant now) {
        if (verdict != null && verdict.observation() instanceof Observation.Found found) {
            return Goal.publish(found.addresses());
        }
        boolean remove = verdict != null
                && verdict.observation() instanceof Observation.Absent
                && config.policy().absence() instanceof AbsencePolicy.RemoveAfter policy
                && absentSince != null
                && !now.isBefore(absentSince.plus(policy.holdDown()));
        return remove ? Goal.remove() : Goal.keep();
    }

    /**
     * Asks the sources.
     *
     * @return when to look again
     * @throws InterruptedException if the thread was interrupted
     */
    Duration look(Consensus consensus) throws InterruptedException {
        Set<InetAddress> before;
        synchronized (this) {
            before = believed;
        }
        Verdict seen = ask(consensus, before);
        Instant now = config.clock().instant();
        Verdict previous = settle(seen, now);
        tell(previous, now);
        return next(now);
    }

    /** Asks until nobody has withdrawn the questions meanwhile. */
    private Verdict ask(Consensus consensus, Set<InetAddress> before) throws InterruptedException {
        while (true) {
            begin();
            Verdict answer;
            try {
                answer = consensus.ask(family, before);
            } catch (InterruptedException e) {
                if (end()) {
                    continue;
                }
                throw e;
            }
            if (!end()) {
                return answer;
            }
        }
    }

    private synchronized void begin() {
        asking = Thread.currentThread();
        askingSince = System.nanoTime();
        withdrawn = false;
    }

    /** Whether the questions were withdrawn. */
    private synchronized boolean end() {
        asking = null;
        if (withdrawn) {
            Thread.interrupted(); // it may have come after the answer
        }
        return withdrawn;
    }

    /**
     * Withdraws questions that were asked before the network changed, and are not answered yet: they are asked anew at once.
     *
     * @return false if there are none that are older than the hedge
     */
    synchronized boolean askAnew() {
        boolean old =
                System.nanoTime() - askingSince > config.detection().hedge().toNanos();
        if (asking == null || !old) {
            return false;
        }
        withdrawn = true;
        asking.interrupt();
        return true;
    }

    /** Takes a verdict, and gives the one before it. */
    private synchronized @Nullable Verdict settle(Verdict seen, Instant now) {
        Verdict previous = verdict;
        Verdict settled = seen;
        if (seen.observation() instanceof Observation.Found found) {
            Duration delay = flaps.delay(believed, found.addresses(), now);
            if (delay.isZero()) {
                believed = found.addresses();
            } else {
                settled = seen.withheld(
                        IpLiteral.format(found.addresses()) + " was replaced a short while ago, and is taken up again"
                                + " when it has been seen for "
                                + config.detection().hold().toSeconds() + " s",
                        delay);
            }
        }
        verdict = settled;
        unknownInARow = settled.observation() instanceof Observation.Unknown ? unknownInARow + 1 : 0;
        if (!(settled.observation() instanceof Observation.Absent)) {
            absentSince = null;
        } else if (absentSince == null || absentSince.isAfter(now)) { // the latter after the clock was put back
            absentSince = now;
        }
        return previous;
    }

    private void tell(@Nullable Verdict previous, Instant now) {
        Verdict current = verdict().orElseThrow();
        if (previous == null || !same(previous.observation(), current.observation())) {
            events.emit(event(current.observation(), now));
        }
        if (current.warnings().isEmpty()) {
            return;
        }
        List<Warning.Kind> known = previous == null
                ? List.of()
                : previous.warnings().stream().map(Warning::kind).toList();
        current.warnings().stream()
                .filter(warning -> !known.contains(warning.kind()))
                .forEach(warning -> events.emit(new DdnsEvent.NetworkWarning(now, family, warning)));
    }

    private synchronized Duration next(Instant now) {
        Duration next = config.interval();
        if (verdict != null && verdict.observation() instanceof Observation.Unknown unknown) {
            Duration sooner = config.policy().backoff().delay(unknownInARow, config.random());
            next = sooner.compareTo(next) < 0 ? sooner : next;
            Duration asked = unknown.retryAfter();
            next = asked != null && asked.compareTo(next) > 0 ? asked : next;
        }
        if (absentSince != null && config.policy().absence() instanceof AbsencePolicy.RemoveAfter policy) {
            Duration left = Duration.between(now, absentSince.plus(policy.holdDown()));
            next = !left.isNegative() && !left.isZero() && left.compareTo(next) < 0 ? left : next;
        }
        return next;
    }

    private static boolean same(Observation previous, Observation seen) {
        if (previous instanceof Observation.Found before && seen instanceof Observation.Found now) {
            return before.addresses().equals(now.addresses());
        }
        return seen.equals(previous);
    }

    private DdnsEvent event(Observation seen, Instant now) {
        if (seen instanceof Observation.Found found) {
            return new DdnsEvent.AddressFound(
                    now, family, found.addresses(), found.provenance().source());
        }
        return seen instanceof Observation.Absent absent
                ? new DdnsEvent.AddressAbsent(now, family, absent.reason())
                : new DdnsEvent.DetectionFailed(now, family, ((Observation.Unknown) seen).cause());
    }
}

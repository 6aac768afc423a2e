package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.ip.Consensus;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.spi.Observation;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out at which addresses the device is, each family for itself: at every interval, and soon after a hint. */
final class Lookout {

    private static final Duration DEBOUNCE = Duration.ofMillis(200);

    private final EngineConfig config;
    private final BooleanSupplier running;
    private final Consumer<AddressFamily> seen;
    private final Consensus consensus;
    private final HintLimit limit;
    private final SerialJob hinted;
    private final Map<AddressFamily, Detection> detections = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, SerialJob> looks = new EnumMap<>(AddressFamily.class);

    /**
     * Creates a lookout; nobody is asked yet.
     *
     * @param before the one that this one follows, or null
     * @param running whether it looks by itself, and not only when it is asked
     * @param seen called after each look
     */
    Lookout(
            EngineConfig config,
            Events events,
            @Nullable Lookout before,
            BooleanSupplier running,
            Consumer<AddressFamily> seen) {
        this.config = config;
        this.running = running;
        this.seen = seen;
        Lookout same = before != null && before.asksAs(config) ? before : null;
        consensus = same != null
                ? same.consensus
                : Consensus.of(
                        config.sources(),
                        config.detection(),
                        config.publishable(),
                        config.clock(),
                        config.scheduler()::newThread);
        limit = before == null ? new HintLimit() : before.limit;
        hinted = new SerialJob(config.scheduler(), this::followHint);
        for (AddressFamily family : AddressFamily.values()) {
            if (config.hosts().stream().anyMatch(host -> follows(host, family))) {
                Detection detection = new Detection(family, config, events);
                Detection known = before == null ? null : before.detections.get(family);
                if (known != null) {
                    detection.inherit(known, same != null);
                }
                detections.put(family, detection);
                looks.put(family, new SerialJob(config.scheduler(), () -> look(family, detection)));
            }
        }
    }

    private static boolean follows(Host host, AddressFamily family) {
        return host.declared() == null && host.families().contains(family);
    }

    private boolean asksAs(EngineConfig other) {
        return config.sources().equals(other.sources())
                && config.detection().equals(other.detection())
                && config.publishable().equals(other.publishable());
    }

    /** Begins with what was published last time. */
    void remember(Function<AddressFamily, Set<InetAddress>> published) {
        detections.forEach((family, detection) -> detection.remember(published.apply(family)));
    }

    /** Looks at once, and from then on at every interval. */
    void start() {
        looks.values().forEach(look -> look.wake(Duration.ZERO));
    }

    /** {@return completed when each family was looked at} */
    CompletableFuture<Void> request() {
        return Futures.all(looks.values().stream().map(SerialJob::request));
    }

    /** Looks soon, once for many hints, and later if there were too many. */
    void hint() {
        hinted.wake(DEBOUNCE);
    }

    /** {@return whether it looks for another family, too, just now} */
    boolean isBusyBeside(AddressFamily family) {
        return looks.entrySet().stream()
                .anyMatch(other -> other.getKey() != family && other.getValue().isBusy());
    }

    Goal goal(AddressFamily family) {
        Detection detection = detections.get(family);
        return detection == null ? Goal.keep() : detection.goal(config.clock().instant());
    }

    @Nullable
    Observation detected(AddressFamily family) {
        Detection detection = detections.get(family);
        return detection == null
                ? null
                : detection.verdict().map(Verdict::observation).orElse(null);
    }

    Map<AddressFamily, Verdict> verdicts() {
        Map<AddressFamily, Verdict> verdicts = new EnumMap<>(AddressFamily.class);
        detections.forEach(
                (family, detection) -> detection.verdict().ifPresent(verdict -> verdicts.put(family, verdict)));
        return verdicts;
    }

    /** Interrupts the questions, and asks no others. */
    void stop() {
        hinted.stop();
        looks.values().forEach(SerialJob::stop);
    }

    void awaitEnd(Duration patience) {
        hinted.awaitEnd(patience);
        looks.values().forEach(look -> look.awaitEnd(patience));
    }

    /** Looks because of a hint, or waits until that is allowed: so the last hint of a storm is followed too. */
    private @Nullable Duration followHint() {
        Duration wait = limit.take(config.clock().instant());
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

    private @Nullable Duration look(AddressFamily family, Detection detection) {
        try {
            Duration next = detection.look(consensus);
            seen.accept(family);
            return running.getAsBoolean() ? next : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

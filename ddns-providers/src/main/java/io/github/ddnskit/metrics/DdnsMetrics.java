package io.github.ddnskit.metrics;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Explanation;
import io.github.ddnskit.Health;
import io.github.ddnskit.Plan;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.event.DdnsListener;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.ip.Vote;
import io.github.ddnskit.spi.Observation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what a client does. Give it to the builder as the listener, and {@link #watch watch} the client:
 *
 * <pre>{@code
 * DdnsMetrics metrics = DdnsMetrics.in(registry);
 * DdnsClient client = builder.listener(metrics).build();
 * metrics.watch(client);
 * }</pre>
 *
 * <dl>
 *   <dt>{@code ddnskit.updates}
 *   <dd>counter of outcomes: {@code provider} (what stands before the colon of the target, such as {@code rfc2136}), {@code
 *       family}, {@code outcome} ({@code changed}, {@code unchanged}, {@code failed}, {@code halted}), {@code reason} of a
 *       failure or {@code none}
 *   <dt>{@code ddnskit.records}
 *   <dd>how many records there are, by {@code standing} ({@link io.github.ddnskit.Explanation.Kind})
 *   <dt>{@code ddnskit.health}
 *   <dd>0 up, 1 degraded, 2 down
 *   <dt>{@code ddnskit.halted}
 *   <dd>how many records their provider has refused for good
 *   <dt>{@code ddnskit.staleness}
 *   <dd>for how many seconds a record has not been what was detected, the worst of them; 0 if all are
 *   <dt>{@code ddnskit.next.attempt}
 *   <dd>in how many seconds the next attempt is made of those that wait; NaN if none waits
 *   <dt>{@code ddnskit.detection.latency}
 *   <dd>how many seconds the slowest source that counted took in the last look, by {@code family}
 * </dl>
 *
 * <p>There is no meter for a single host: a client may keep a hundred thousand. Thread-safe.
 */
public final class DdnsMetrics implements DdnsListener {

    private static final long FRESH_NANOS = 1_000_000_000;

    private final MeterRegistry registry;
    private final Map<AddressFamily, Instant> found = new ConcurrentHashMap<>();
    private @Nullable DdnsStatus status;
    private long asked;

    private DdnsMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Metrics of one client.
     *
     * @param registry where they are registered
     * @return a listener that counts from now on
     */
    @SuppressWarnings("exports") // whoever calls it has the module; others need not
    public static DdnsMetrics in(MeterRegistry registry) {
        return new DdnsMetrics(registry);
    }

    /**
     * Registers the gauges. They ask for the client's status when they are read, at most once a second.
     *
     * @param client the client whose listener this is
     */
    public void watch(DdnsClient client) {
        gauge("ddnskit.health", Tags.empty(), client, now -> level(now.health()));
        gauge("ddnskit.halted", Tags.empty(), client, now -> count(now, Explanation.Kind.HALTED));
        gauge("ddnskit.staleness", Tags.empty(), client, this::staleness);
        gauge("ddnskit.next.attempt", Tags.empty(), client, DdnsMetrics::nextAttempt);
        for (Explanation.Kind kind : Explanation.Kind.values()) {
            gauge("ddnskit.records", Tags.of("standing", kind.toString()), client, now -> count(now, kind));
        }
        for (AddressFamily family : AddressFamily.values()) {
            Tags tags = Tags.of("family", family.toString());
            gauge(
                    "ddnskit.detection.latency",
                    tags,
                    client,
                    now -> now.verdict(family).map(DdnsMetrics::latency).orElse(Double.NaN));
        }
    }

    @Override
    public void on(DdnsEvent event) {
        if (event instanceof DdnsEvent.AddressFound address) {
            found.put(address.family(), address.at());
        } else if (event instanceof DdnsEvent.RecordConfirmed confirmed) {
            count(confirmed.target(), confirmed.family(), confirmed.changed() ? "changed" : "unchanged", "none");
        } else if (event instanceof DdnsEvent.UpdateFailed failed) {
            count(
                    failed.target(),
                    failed.family(),
                    "failed",
                    failed.failure().reason().name());
        } else if (event instanceof DdnsEvent.UpdateHalted halted) {
            count(
                    halted.target(),
                    halted.family(),
                    "halted",
                    halted.failure().reason().name());
        }
    }

    private void count(String target, AddressFamily family, String outcome, String reason) {
        int colon = target.indexOf(':');
        registry.counter(
                        "ddnskit.updates",
                        "provider",
                        colon < 0 ? target : target.substring(0, colon),
                        "family",
                        family.toString(),
                        "outcome",
                        outcome,
                        "reason",
                        reason.toLowerCase(Locale.ROOT).replace('_', '-'))
                .increment();
    }

    private void gauge(String name, Tags tags, DdnsClient client, ToDoubleFunction<DdnsStatus> value) {
        Gauge.builder(name, client, watched -> value.applyAsDouble(status(watched)))
                .tags(tags)
                .register(registry);
    }

    private synchronized DdnsStatus status(DdnsClient client) {
        long now = System.nanoTime();
        if (status == null || now - asked > FRESH_NANOS) {
            status = client.status();
            asked = now;
        }
        return status;
    }

    private static double count(DdnsStatus now, Explanation.Kind kind) {
        return now.records().stream()
                .filter(record -> Explanation.of(record).kind() == kind)
                .count();
    }

    private double staleness(DdnsStatus now) {
        return now.records().stream()
                .filter(record -> !record.upToDate() && record.detected() instanceof Observation.Found)
                .map(record -> found.get(record.key().family()))
                .flatMap(Stream::ofNullable)
                .mapToDouble(since -> seconds(Duration.between(since, now.at())))
                .max()
                .orElse(0);
    }

    private static double nextAttempt(DdnsStatus now) {
        return now.records().stream()
                .map(DdnsStatus.RecordStatus::plan)
                .filter(plan -> plan instanceof Plan.WaitUntil wait && wait.pause() != Plan.Pause.REFRESH)
                .mapToDouble(plan -> seconds(Duration.between(now.at(), ((Plan.WaitUntil) plan).instant())))
                .min()
                .orElse(Double.NaN);
    }

    private static double level(Health health) {
        return switch (health.level()) {
            case UP -> 0;
            case DEGRADED -> 1;
            case DOWN -> 2;
        };
    }

    private static double latency(Verdict verdict) {
        return verdict.votes().stream()
                .filter(Vote::counted)
                .mapToDouble(vote -> seconds(vote.latency()))
                .max()
                .orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

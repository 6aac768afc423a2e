package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands updates to one updater, and remembers what came of them. One thread sends at a time. */
final class Delivery {

    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    /** What to do after a batch. */
    enum Next {
        /** Send the next one. */
        GO_ON,
        /** The provider said something to all records of the account. */
        PLAN_ANEW,
        /** Nothing may be sent until the store can be written again. */
        WAIT
    }

    private final Surroundings around;
    private final DnsUpdater updater;
    private final UpdaterIdentity identity;
    private final UpdatePolicy policy;
    private final Map<RecordKey, Outcome.Failed> lastFailures = new ConcurrentHashMap<>();
    private final OwnWaits waits = new OwnWaits();
    private @Nullable String seal;

    Delivery(Surroundings around, DnsUpdater updater, UpdatePolicy policy) {
        this.around = around;
        this.updater = updater;
        this.identity = updater.identity();
        this.policy = policy;
    }

    String target() {
        return identity.target();
    }

    @Nullable
    Duration refreshEvery(Hostname name) {
        return updater.refreshEvery(name);
    }

    RecordState state(RecordKey key) {
        return around.ledger().get(key, identity.target());
    }

    /** What is known of a record, with the instants as they are if the clock was put back since. */
    RecordState stateInTimeOf(Instant now, RecordKey key) {
        return waits.inTimeOf(now, key, state(key));
    }

    Outcome.@Nullable Failed lastFailure(RecordKey key) {
        return lastFailures.get(key);
    }

    /** Remembers, and saves what could not be saved before. */
    void remember(Map<RecordKey, RecordState> changes) {
        around.ledger()
                .put(changes)
                .ifPresent(trouble -> around.events()
                        .emit(new DdnsEvent.StateTrouble(around.clock().instant(), trouble)));
    }

    /**
     * Lifts the refusals that were made of another configuration than this one. The next run saves that: whoever changes a
     * configuration must not wait for a listener that may be waiting for the same.
     */
    void liftOutdatedHalts(Predicate<RecordKey> kept) {
        Map<String, Boolean> stands = new HashMap<>();
        List<RecordKey> halted =
                around.ledger().halted(target()).stream().filter(kept).toList();
        around.ledger().note(lifted(halted, halt -> !stands.computeIfAbsent(halt.seal(), this::standsFor)));
    }

    /** Lifts refusals. */
    void lift(List<RecordKey> keys) {
        remember(lifted(keys, halt -> true));
    }

    private Map<RecordKey, RecordState> lifted(List<RecordKey> keys, Predicate<RecordState.Halt> which) {
        Map<RecordKey, RecordState> lifted = new LinkedHashMap<>();
        for (RecordKey key : keys) {
            RecordState.Halt halt = state(key).halt();
            if (halt != null && which.test(halt)) {
                lifted.put(key, state(key).resumed());
            }
        }
        return lifted;
    }

    /**
     * Sends one batch.
     *
     * @param all the records of this account
     * @return what to do next
     */
    Next send(List<Update> updates, Supplier<List<RecordKey>> all) throws InterruptedException {
        Instant now = around.clock().instant();
        Map<RecordKey, RecordState> attempts = new LinkedHashMap<>();
        Map<RecordKey, RecordState> before = new HashMap<>();
        for (Update update : updates) {
            for (AddressFamily family : AddressFamily.values()) {
                RecordKey key = new RecordKey(update.host(), family);
                RecordState state = state(key);
                Set<InetAddress> wanted = Planner.wanted(update.goal(family), state);
                if (wanted != null) {
                    before.put(key, state);
                    attempts.put(key, state.attempting(wanted, now));
                }
            }
        }
        if (!around.ledger().isShared()) {
            remember(attempts);
        } else if (!reserve(updates, attempts)) {
            return Next.WAIT;
        }

        List<UpdateReport> reports = ask(updates, before);

        now = around.clock().instant();
        Map<RecordKey, RecordState> results = new LinkedHashMap<>();
        List<DdnsEvent> events = new ArrayList<>();
        List<Outcome.Failed> toAll = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            for (AddressFamily family : AddressFamily.values()) {
                RecordKey key = new RecordKey(updates.get(i).host(), family);
                RecordState attempt = attempts.get(key);
                if (attempt != null) {
                    Outcome outcome = checked(reports.get(i).outcome(family), attempt);
                    String options = updates.get(i).options().toString();
                    results.put(key, apply(key, attempt, outcome, options, now, events));
                    if (outcome instanceof Outcome.Failed failed && holdsForAll(failed)) {
                        toAll.add(failed);
                    }
                }
            }
        }
        if (!toAll.isEmpty()) {
            List<RecordKey> keys = all.get();
            for (Outcome.Failed failed : toAll) {
                hold(failed, now, keys, results, events);
            }
        }
        remember(results);
        events.forEach(around.events()::emit);
        events.stream()
                .filter(DdnsEvent.RecordConfirmed.class::isInstance)
                .map(event -> ((DdnsEvent.RecordConfirmed) event).host())
                .distinct()
                .forEach(around.loop()::confirmed);
        return toAll.isEmpty() ? Next.GO_ON : Next.PLAN_ANEW;
    }

    /** The names were all held when they were planned, but batches before this one may have taken long, and so may saving. */
    private boolean reserve(List<Update> updates, Map<RecordKey, RecordState> attempts) {
        if (!areHeldLongEnough(updates)) {
            return false;
        }
        Optional<String> forbidden = around.ledger().reserve(attempts);
        forbidden.ifPresent(why ->
                around.events().emit(new DdnsEvent.StateTrouble(around.clock().instant(), why)));
        return forbidden.isEmpty() && areHeldLongEnough(updates);
    }

    private boolean areHeldLongEnough(List<Update> updates) {
        return updates.stream().allMatch(update -> around.ledger().holdsLongEnough(update.host()));
    }

    private static boolean holdsForAll(Outcome.Failed failed) {
        return failed.isAccountWide() && !(failed.retry() instanceof Retry.Backoff);
    }

    /** Holds back all records, those that were not in the request and those that fared better in it included. */
    private void hold(
            Outcome.Failed failed,
            Instant now,
            List<RecordKey> all,
            Map<RecordKey, RecordState> results,
            List<DdnsEvent> events) {
        for (RecordKey key : all) {
            RecordState state = results.getOrDefault(key, state(key));
            boolean halted = state.halt() != null;
            if (!halted) {
                lastFailures.put(key, failed);
            }
            if (failed.retry() instanceof Retry.NotBefore wait) {
                Instant until = later(wait.instant(), now.plus(SHORTEST_WAIT));
                Instant before = waits.inTimeOf(now, key, state).notBefore();
                results.put(key, state.notBefore(before == null ? until : later(until, before)));
            } else if (!halted) {
                events.add(new DdnsEvent.UpdateHalted(now, key.host(), key.family(), target(), failed));
                results.put(key, state.halted(new RecordState.Halt(sealed(), failed.reason(), failed.detail())));
            }
        }
    }

    private List<UpdateReport> ask(List<Update> updates, Map<RecordKey, RecordState> before)
            throws InterruptedException {
        String wrong;
        try {
            Function<RecordKey, RecordState> known =
                    key -> before.getOrDefault(key, RecordState.unknown(identity.target()));
            List<UpdateReport> reports =
                    List.copyOf(updater.updateAll(updates, known)); // which throws if one is missing
            if (reports.size() == updates.size()) {
                return reports;
            }
            wrong = "the updater reported " + reports.size() + " outcomes of " + updates.size() + " updates";
        } catch (RuntimeException e) {
            // Without its message, which could hold anything.
            LOG.log(System.Logger.Level.ERROR, "the updater of {0} threw {1}", identity.target(), e.getClass());
            wrong = "the updater failed: " + e.getClass().getSimpleName();
        }
        Outcome.Failed failure = Outcome.failed(FailureReason.INTERNAL, Retry.backoff(), wrong);
        return updates.stream()
                .map(update -> UpdateReport.failed(update, failure))
                .toList();
    }

    /** Takes no success for one that is about something else than what was asked for. */
    private static Outcome checked(Outcome outcome, RecordState attempt) {
        if (outcome instanceof Outcome.Failed) {
            return outcome;
        }
        if (attempt.attempted() != null && attempt.attempted().equals(addresses(outcome))) {
            return outcome;
        }
        return Outcome.failed(
                FailureReason.BAD_REPLY, Retry.backoff(), "the provider did something else than asked: " + outcome);
    }

    private static @Nullable Set<InetAddress> addresses(Outcome outcome) {
        if (outcome instanceof Outcome.Published published) {
            return published.addresses();
        }
        return outcome instanceof Outcome.Unchanged unchanged ? unchanged.addresses() : null;
    }

    private RecordState apply(
            RecordKey key, RecordState attempt, Outcome outcome, String options, Instant now, List<DdnsEvent> events) {
        if (!(outcome instanceof Outcome.Failed failed)) {
            Set<InetAddress> addresses = Optional.ofNullable(addresses(outcome)).orElseThrow();
            lastFailures.remove(key);
            events.add(new DdnsEvent.RecordConfirmed(
                    now, key.host(), key.family(), target(), addresses, outcome instanceof Outcome.Published));
            return attempt.confirmed(addresses, options, now);
        }
        lastFailures.put(key, failed);
        if (failed.retry() instanceof Retry.Never && !cannotRemove(failed, attempt)) {
            events.add(new DdnsEvent.UpdateHalted(now, key.host(), key.family(), target(), failed));
            return attempt.halted(new RecordState.Halt(sealed(), failed.reason(), failed.detail()));
        }
        Instant next = failed.retry() instanceof Retry.NotBefore wait
                ? later(wait.instant(), now.plus(SHORTEST_WAIT))
                : now.plus(policy.backoff().delay(attempt.failures() + 1, around.random()));
        if (!(failed.retry() instanceof Retry.NotBefore)) {
            waits.add(key, now, next);
        }
        events.add(new DdnsEvent.UpdateFailed(now, key.host(), key.family(), target(), failed, next));
        return attempt.failed(next);
    }

    /** That a provider cannot remove an address says nothing about the next address. */
    private static boolean cannotRemove(Outcome.Failed failed, RecordState attempt) {
        return failed.reason() == FailureReason.UNSUPPORTED
                && attempt.attempted() != null
                && attempt.attempted().isEmpty();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private String sealed() {
        if (seal == null) {
            try {
                seal = identity.seal();
            } catch (IllegalStateException secretUnreadable) {
                return "";
            }
        }
        return seal;
    }

    private boolean standsFor(String seal) {
        try {
            return identity.matches(seal);
        } catch (IllegalStateException secretUnreadable) {
            return false;
        }
    }
}

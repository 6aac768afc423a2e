package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
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
import org.jspecify.annotations.Nullable;

/**
 * All hosts of one updater. Each lane runs by itself, so that a provider that hangs delays nobody else. A run plans from
 * what is known then, sends what is due, and plans again until nothing is.
 */
final class Lane {

    private static final System.Logger LOG = System.getLogger(Lane.class.getName());
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Surroundings around;
    private final DnsUpdater updater;
    private final UpdaterIdentity identity;
    private final UpdatePolicy policy;
    private final List<Host> hosts;
    private final Map<RecordKey, Outcome.Failed> lastFailures = new ConcurrentHashMap<>();
    private final OwnWaits waits = new OwnWaits();
    private @Nullable String seal;

    Lane(Surroundings around, DnsUpdater updater, UpdatePolicy policy, List<Host> hosts) {
        this.around = around;
        this.updater = updater;
        this.identity = updater.identity();
        this.policy = policy.within(updater.capabilities());
        this.hosts = List.copyOf(hosts);
    }

    List<Host> hosts() {
        return hosts;
    }

    RecordState state(RecordKey key) {
        return around.ledger().get(key, identity.target());
    }

    Outcome.@Nullable Failed lastFailure(RecordKey key) {
        boolean refused = around.goals().goal(key.family()) instanceof Goal.Publish publish
                && publish.addresses().stream().noneMatch(updater.capabilities()::admits);
        return refused
                ? Outcome.failed(
                        FailureReason.UNSUPPORTED,
                        Retry.backoff(),
                        "the address belongs to a network that is closed towards the Internet, and " + identity.target()
                                + " does not publish such addresses")
                : lastFailures.get(key);
    }

    /** What a record shall be, as far as this updater goes: what it does not publish is left out, and if that is all, kept. */
    Goal goal(AddressFamily family) {
        Goal goal = around.goals().goal(family);
        if (!(goal instanceof Goal.Publish publish)) {
            return goal;
        }
        List<InetAddress> admitted = publish.addresses().stream()
                .filter(updater.capabilities()::admits)
                .toList();
        if (admitted.size() == publish.addresses().size()) {
            return goal;
        }
        return admitted.isEmpty() ? Goal.keep() : Goal.publish(admitted);
    }

    /** Lifts the refusals that were made of another configuration than this one. */
    void liftOutdatedHalts() {
        Map<String, Boolean> stands = new HashMap<>();
        Map<RecordKey, RecordState> lifted = new LinkedHashMap<>();
        for (Host host : hosts) {
            for (AddressFamily family : host.families()) {
                RecordKey key = new RecordKey(host.name(), family);
                RecordState.Halt halt = state(key).halt();
                if (halt != null && !stands.computeIfAbsent(halt.seal(), this::standsFor)) {
                    lifted.put(key, state(key).resumed());
                }
            }
        }
        remember(lifted);
    }

    /** Lifts the refusals of one host. */
    void resume(Host host) {
        Map<RecordKey, RecordState> lifted = new LinkedHashMap<>();
        for (AddressFamily family : host.families()) {
            RecordKey key = new RecordKey(host.name(), family);
            if (state(key).halt() != null) {
                lifted.put(key, state(key).resumed());
            }
        }
        remember(lifted);
    }

    /**
     * One run.
     *
     * @return after what time the next is due, or null if nothing is due until something changes
     */
    @Nullable
    Duration run() {
        remember(Map.of());
        try {
            while (true) {
                Due due = due();
                if (due.updates().isEmpty()) {
                    return due.next() == null
                            ? null
                            : Duration.between(around.clock().instant(), due.next());
                }
                int size = updater.capabilities().batchSize();
                boolean goOn = true;
                for (int from = 0; goOn && from < due.updates().size(); from += size) {
                    goOn = send(due.updates()
                            .subList(from, Math.min(from + size, due.updates().size())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private record Due(List<Update> updates, @Nullable Instant next) {}

    private Due due() {
        Instant now = around.clock().instant();
        List<Update> updates = new ArrayList<>();
        Instant next = null;
        for (Host host : hosts) {
            Map<AddressFamily, Goal> goals = new HashMap<>();
            Instant wait = null;
            for (AddressFamily family : host.families()) {
                Plan plan = plan(host, family, now);
                if (plan instanceof Plan.Publish) {
                    goals.put(family, goal(family));
                } else if (plan instanceof Plan.WaitUntil until) {
                    wait = wait == null ? until.instant() : earlier(until.instant(), wait);
                }
            }
            if (!updater.capabilities().familiesIndependent() && !goals.isEmpty()) {
                Instant free = free(host, now);
                if (free.isAfter(now)) {
                    goals.clear();
                    if (!free.equals(Instant.MAX)) {
                        wait = wait == null ? free : earlier(free, wait);
                    }
                } else {
                    goals = together(host, goals);
                }
            }
            if (wait != null) {
                next = next == null ? wait : earlier(wait, next);
            }
            if (!goals.isEmpty()) {
                updates.add(new Update(
                        host.name(),
                        goals.getOrDefault(AddressFamily.IPV4, Goal.keep()),
                        goals.getOrDefault(AddressFamily.IPV6, Goal.keep()),
                        host.options()));
            }
        }
        return new Due(updates, next);
    }

    private Plan plan(Host host, AddressFamily family, Instant now) {
        RecordState state = stateInTimeOf(now, new RecordKey(host.name(), family));
        // The provider counts the requests for a name, not those for a record.
        for (AddressFamily other : host.families()) {
            state = state.sentLater(
                    stateInTimeOf(now, new RecordKey(host.name(), other)).sentAt());
        }
        return Planner.plan(goal(family), state, host.options().toString(), policy, now);
    }

    private RecordState stateInTimeOf(Instant now, RecordKey key) {
        return waits.inTimeOf(now, key, state(key));
    }

    /** Before when nothing may be sent about both families of a host at once; MAX if one of them was refused. */
    private Instant free(Host host, Instant now) {
        Instant free = Instant.MIN;
        for (AddressFamily family : host.families()) {
            RecordState state = stateInTimeOf(now, new RecordKey(host.name(), family));
            if (state.halt() != null) {
                return Instant.MAX;
            }
            free = state.notBefore() == null ? free : later(free, state.notBefore());
        }
        return free;
    }

    /** Adds what the other family shall stay as, for a provider that cannot be told about one alone. */
    private Map<AddressFamily, Goal> together(Host host, Map<AddressFamily, Goal> due) {
        if (due.isEmpty()) {
            return due;
        }
        Map<AddressFamily, Goal> both = new HashMap<>(due);
        for (AddressFamily family : host.families()) {
            Set<InetAddress> last = last(state(new RecordKey(host.name(), family)));
            if (!last.isEmpty()) {
                both.putIfAbsent(family, Goal.publish(last));
            }
        }
        return both;
    }

    /** What was sent last, and so may be published although nobody has confirmed it, or else what was confirmed. */
    private static Set<InetAddress> last(RecordState state) {
        if (state.attempted() != null && !state.attempted().isEmpty()) {
            return state.attempted();
        }
        return state.confirmed() == null ? Set.of() : state.confirmed().addresses();
    }

    /** Sends one batch; false if the provider said something after which the others must be planned anew. */
    private boolean send(List<Update> updates) throws InterruptedException {
        Instant now = around.clock().instant();
        Map<RecordKey, RecordState> attempts = new LinkedHashMap<>();
        for (Update update : updates) {
            for (AddressFamily family : AddressFamily.values()) {
                RecordKey key = new RecordKey(update.host(), family);
                Set<InetAddress> wanted = Planner.wanted(update.goal(family), state(key));
                if (wanted != null) {
                    attempts.put(key, state(key).attempting(wanted, now));
                }
            }
        }
        remember(attempts);

        List<UpdateReport> reports = ask(updates);

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
        for (Outcome.Failed failed : toAll) {
            hold(failed, now, results, events);
        }
        remember(results);
        events.forEach(around.events()::emit);
        return toAll.isEmpty();
    }

    private static boolean holdsForAll(Outcome.Failed failed) {
        return failed.isAccountWide() && !(failed.retry() instanceof Retry.Backoff);
    }

    /** Holds back all records, those that were not in the request and those that fared better in it included. */
    private void hold(Outcome.Failed failed, Instant now, Map<RecordKey, RecordState> results, List<DdnsEvent> events) {
        for (Host host : hosts) {
            for (AddressFamily family : host.families()) {
                RecordKey key = new RecordKey(host.name(), family);
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
                    events.add(new DdnsEvent.UpdateHalted(now, key.host(), key.family(), failed));
                    results.put(key, state.halted(new RecordState.Halt(sealed(), failed.reason(), failed.detail())));
                }
            }
        }
    }

    private List<UpdateReport> ask(List<Update> updates) throws InterruptedException {
        String wrong;
        try {
            List<UpdateReport> reports = List.copyOf(updater.updateAll(updates)); // which throws if one is missing
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
                    now, key.host(), key.family(), addresses, outcome instanceof Outcome.Published));
            return attempt.confirmed(addresses, options, now);
        }
        lastFailures.put(key, failed);
        if (failed.retry() instanceof Retry.Never) {
            events.add(new DdnsEvent.UpdateHalted(now, key.host(), key.family(), failed));
            return attempt.halted(new RecordState.Halt(sealed(), failed.reason(), failed.detail()));
        }
        Instant next = failed.retry() instanceof Retry.NotBefore wait
                ? later(wait.instant(), now.plus(SHORTEST_WAIT))
                : now.plus(policy.backoff().delay(attempt.failures() + 1, around.random()));
        if (failed.retry() instanceof Retry.Backoff) {
            waits.add(key, now, next);
        }
        events.add(new DdnsEvent.UpdateFailed(now, key.host(), key.family(), failed, next));
        return attempt.failed(next);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private void remember(Map<RecordKey, RecordState> changes) {
        around.ledger()
                .put(changes)
                .ifPresent(trouble -> around.events()
                        .emit(new DdnsEvent.StateTrouble(around.clock().instant(), trouble)));
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

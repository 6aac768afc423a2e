package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All hosts of one updater. Each lane runs by itself, so that a provider that hangs delays nobody else. A run plans from
 * what is known then, sends what is due, and plans again until nothing is. It looks only at the hosts on its agenda, so
 * that those for which there is nothing to do cost nothing.
 */
final class Lane {

    private static final Duration UNTIL_IT_CAN_BE_SAVED = Duration.ofSeconds(1);

    private final Surroundings around;
    private final DnsUpdater updater;
    private final Capabilities capabilities;
    private final Map<Hostname, Slot> slots = new LinkedHashMap<>();
    private final Delivery delivery;
    private final Decisions decisions;
    private final SerialJob job;
    private final Agenda agenda = new Agenda();
    private final CompletableFuture<Void> mayStart;
    private final Set<AddressFamily> following = EnumSet.noneOf(AddressFamily.class);
    private Map<AddressFamily, Goal> plannedFor = Map.of();
    private Instant lastLook = Instant.MIN;

    /**
     * Creates a lane; it does not run yet.
     *
     * @param mayStart completed when nobody else sends what this lane would send
     */
    Lane(
            Surroundings around,
            DnsUpdater updater,
            UpdatePolicy policy,
            Collection<Host> hosts,
            CompletableFuture<Void> mayStart) {
        this.around = around;
        this.mayStart = mayStart;
        this.updater = updater;
        this.capabilities = updater.capabilities();
        UpdatePolicy allowed = policy.within(capabilities);
        this.delivery = new Delivery(around, updater, allowed);
        this.decisions = new Decisions(around, capabilities, allowed, delivery);
        this.job = new SerialJob(around.scheduler(), this::runAndWait);
        for (Host host : hosts) {
            slots.put(host.name(), new Slot(host));
            if (host.declared() == null) {
                following.addAll(host.families());
            }
        }
        agenda.addAll(slots.values());
    }

    DnsUpdater updater() {
        return updater;
    }

    SerialJob job() {
        return job;
    }

    Stream<Host> hosts() {
        return slots.values().stream().map(Slot::host);
    }

    /** {@return whether it keeps records of that family at the addresses of the client} */
    boolean follows(AddressFamily family) {
        return following.contains(family);
    }

    /** {@return whether the addresses of one of its hosts are declared} */
    boolean hasDeclarations() {
        return hosts().anyMatch(host -> host.declared() != null);
    }

    boolean holds(Hostname name) {
        return slots.containsKey(name);
    }

    RecordState state(RecordKey key) {
        return delivery.state(key);
    }

    /** {@return what is known of a record, or null if it is not kept} */
    @Nullable
    RecordState stateIfKept(RecordKey key) {
        return keeps(key) ? state(key) : null;
    }

    private boolean keeps(RecordKey key) {
        Slot slot = slots.get(key.host());
        return slot != null
                && slot.host().families().contains(key.family())
                && around.ledger().holds(key.host());
    }

    /** {@return the records that were published} */
    Stream<RecordKey> published() {
        return keys().stream().filter(key -> state(key).confirmed() != null);
    }

    /** Lifts the refusals that were made of another configuration than this one. */
    void liftOutdatedHalts() {
        delivery.liftOutdatedHalts(this::keeps);
    }

    /** Has all of its hosts looked at in the next run. */
    void lookAtAll() {
        agenda.addAll(slots.values());
    }

    /** Has one of its hosts looked at in the next run. */
    void look(Hostname name) {
        Slot slot = slots.get(name);
        if (slot != null) {
            agenda.add(slot);
        }
    }

    /** Lifts the refusals of one of its hosts, which is to be looked at then. */
    void resume(Hostname name) {
        Slot slot = slots.get(name);
        if (slot != null) {
            delivery.lift(slot.host().families().stream().map(slot::key).toList());
        }
    }

    /** Has a record sent again although it was confirmed. */
    void sendAgain(RecordKey key) {
        delivery.remember(Map.of(key, state(key).inDoubt()));
        look(key.host());
        wake(Duration.ZERO);
    }

    /** {@return whether the provider lets an unchanged name be sent again} */
    boolean maySendAgain() {
        return !capabilities.refreshForbidden();
    }

    /**
     * Prevents any run from starting, and lets the one that has come to its end.
     *
     * @return completed when neither it nor those that it waited for send anything
     */
    CompletableFuture<Void> retire() {
        return CompletableFuture.allOf(mayStart, job.retire());
    }

    /** One last run, for a lane that is not run any more. */
    void leave() {
        run(() -> true);
    }

    /** {@return completed after a run that starts from now on} */
    CompletableFuture<Void> request() {
        return mayStart.thenCompose(may -> job.request());
    }

    /** Asks for a run whose end nobody waits for, after a delay in which requests may gather. */
    void wake(Duration delay) {
        Futures.then(mayStart, () -> job.wake(delay));
    }

    /** Tells what is known of each record. */
    void status(Consumer<DdnsStatus.RecordStatus> told) {
        Instant now = around.clock().instant();
        for (Slot slot : slots.values()) {
            if (around.ledger().holds(slot.name())) {
                decisions.status(slot, now, told);
            }
        }
    }

    private @Nullable Duration runAndWait() {
        Duration next = run(() -> !job.isClosed());
        return around.loop().isRunning() ? next : null;
    }

    /** One run; tells after what time the next is due, or null if nothing is due until something changes. */
    private @Nullable Duration run(BooleanSupplier mayGoOn) {
        delivery.remember(Map.of());
        Instant now = around.clock().instant();
        if (now.isBefore(lastLook) || !decisions.goals().equals(plannedFor)) {
            plannedFor = decisions.goals();
            agenda.addAll(slots.values());
        }
        try {
            while (mayGoOn.getAsBoolean()) {
                now = around.clock().instant();
                lastLook = now;
                Map<Slot, Update> due = due(agenda.take(now), now);
                if (due.isEmpty()) {
                    break;
                }
                send(due, mayGoOn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        Instant next = agenda.next();
        return next == null ? null : Duration.between(around.clock().instant(), next);
    }

    private void send(Map<Slot, Update> due, BooleanSupplier mayGoOn) throws InterruptedException {
        List<Slot> unsettled = List.copyOf(due.keySet());
        try {
            List<Update> updates = List.copyOf(due.values());
            int size = capabilities.batchSize();
            Delivery.Next next = Delivery.Next.GO_ON;
            for (int from = 0;
                    next == Delivery.Next.GO_ON && from < updates.size() && mayGoOn.getAsBoolean();
                    from += size) {
                int to = Math.min(from + size, updates.size());
                if (from > 0 && !areStillDue(unsettled.subList(from, to), updates.subList(from, to))) {
                    break; // to be planned anew
                }
                next = delivery.send(updates.subList(from, to), this::keys);
            }
            if (next == Delivery.Next.WAIT) {
                Instant later = around.clock().instant().plus(UNTIL_IT_CAN_BE_SAVED);
                unsettled.forEach(slot -> agenda.at(slot, later));
                unsettled = List.of();
            } else if (next == Delivery.Next.PLAN_ANEW) {
                agenda.addAll(slots.values());
            }
        } finally {
            agenda.addAll(unsettled);
        }
    }

    /** Whether these are what would be planned now: batches before may have taken long, and the address may be another one. */
    private boolean areStillDue(List<Slot> slots, List<Update> updates) {
        Instant now = around.clock().instant();
        for (int i = 0; i < slots.size(); i++) {
            if (!decisions
                    .decide(slots.get(i), now)
                    .update()
                    .filter(updates.get(i)::equals)
                    .isPresent()) {
                return false;
            }
        }
        return true;
    }

    private Map<Slot, Update> due(List<Slot> looked, Instant now) {
        Map<Slot, Update> due = new LinkedHashMap<>();
        for (Slot slot : looked) {
            if (around.ledger().holdsLongEnough(slot.name())) {
                Decisions.Decision decision = decisions.decide(slot, now);
                agenda.at(slot, decision.next());
                decision.update().ifPresent(update -> due.put(slot, update));
            } else {
                agenda.at(slot, around.ledger().holds(slot.name()) ? now.plus(UNTIL_IT_CAN_BE_SAVED) : null);
            }
        }
        return due;
    }

    private List<RecordKey> keys() {
        List<RecordKey> keys = new ArrayList<>(slots.size());
        slots.values().stream()
                .filter(slot -> around.ledger().holds(slot.name()))
                .forEach(slot -> slot.host().families().forEach(family -> keys.add(slot.key(family))));
        return keys;
    }
}

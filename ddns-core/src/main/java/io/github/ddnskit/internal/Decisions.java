package io.github.ddnskit.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Plan;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides for each host of a lane what its records shall be, and whether anything is to be sent for it. Thread-safe. */
final class Decisions {

    private final Surroundings around;
    private final Capabilities capabilities;
    private final UpdatePolicy policy;
    private final Delivery delivery;
    private final Declarations declarations;

    Decisions(Surroundings around, Capabilities capabilities, UpdatePolicy policy, Delivery delivery) {
        this.around = around;
        this.capabilities = capabilities;
        this.policy = policy;
        this.delivery = delivery;
        this.declarations = new Declarations(around.publishable(), policy.absence());
    }

    /**
     * What is to be done about a host.
     *
     * @param update what is to be sent now, if anything
     * @param next when to decide again, or null if that is not before something changes
     */
    record Decision(Optional<Update> update, @Nullable Instant next) {}

    Decision decide(Slot slot, Instant now) {
        Map<AddressFamily, Goal> goals = new EnumMap<>(AddressFamily.class);
        Instant wait = null;
        for (AddressFamily family : slot.host().families()) {
            Plan plan = plan(slot, family, now);
            if (plan instanceof Plan.Publish) {
                goals.put(family, goal(slot, family, now));
            } else if (plan instanceof Plan.WaitUntil until) {
                wait = earlier(until.instant(), wait);
            }
            Instant removal = declarations.absenceEnds(slot, family, now);
            wait = removal != null && removal.isAfter(now) ? earlier(removal, wait) : wait;
        }
        if (!capabilities.familiesIndependent() && !goals.isEmpty()) {
            Instant free = free(slot, now);
            if (free.isAfter(now)) {
                goals.clear();
                wait = free.equals(Instant.MAX) ? wait : earlier(free, wait);
            } else {
                addOthers(slot, goals);
            }
        }
        return new Decision(goals.isEmpty() ? Optional.empty() : Optional.of(update(slot.host(), goals)), wait);
    }

    /** Tells what is known of each record of a host. */
    void status(Slot slot, Instant now, Consumer<DdnsStatus.RecordStatus> told) {
        for (AddressFamily family : AddressFamily.values()) {
            if (slot.host().families().contains(family)) {
                told.accept(status(slot, family, now));
            }
        }
    }

    private DdnsStatus.RecordStatus status(Slot slot, AddressFamily family, Instant now) {
        RecordKey key = slot.key(family);
        RecordState state = delivery.state(key);
        Goal goal = goal(slot, family, now);
        boolean upToDate = goal instanceof Goal.Publish publish
                ? Planner.isConfirmed(
                        publish.addresses(), state, slot.host().options().toString())
                : goal instanceof Goal.Remove
                        && state.attempted() == null
                        && (state.confirmed() == null
                                || state.confirmed().addresses().isEmpty());
        return new DdnsStatus.RecordStatus(
                key,
                state,
                plan(slot, family, now),
                upToDate,
                lastFailure(slot, family, now),
                slot.host().declared() == null ? around.loop().detected(family) : Declarations.declared(slot, family),
                around.loop().shownInstead(key));
    }

    private Outcome.@Nullable Failed lastFailure(Slot slot, AddressFamily family, Instant now) {
        boolean refused = wanted(slot, family, now) instanceof Goal.Publish publish
                && publish.addresses().stream().noneMatch(capabilities::admits);
        return refused
                ? Outcome.failed(
                        FailureReason.UNSUPPORTED,
                        Retry.backoff(),
                        "the address belongs to a network that is closed towards the Internet, and " + delivery.target()
                                + " does not publish such addresses")
                : delivery.lastFailure(slot.key(family));
    }

    /** What the records of those hosts shall be that are at the addresses of the client. */
    Map<AddressFamily, Goal> goals() {
        Map<AddressFamily, Goal> goals = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : AddressFamily.values()) {
            goals.put(family, goal(family));
        }
        return goals;
    }

    private Goal goal(AddressFamily family) {
        return around.loop().isLeaving() ? Goal.remove() : around.loop().goal(family);
    }

    private Goal wanted(Slot slot, AddressFamily family, Instant now) {
        return slot.host().declared() == null || around.loop().isLeaving()
                ? goal(family)
                : declarations.goal(slot, family, now);
    }

    /** What a record shall be, as far as this updater goes: what it does not publish is left out, and if that is all, kept. */
    private Goal goal(Slot slot, AddressFamily family, Instant now) {
        Goal goal = wanted(slot, family, now);
        if (!(goal instanceof Goal.Publish publish) || admitsAll(publish)) {
            return goal;
        }
        List<InetAddress> admitted =
                publish.addresses().stream().filter(capabilities::admits).toList();
        return admitted.isEmpty() ? Goal.keep() : Goal.publish(admitted);
    }

    private boolean admitsAll(Goal.Publish publish) {
        for (InetAddress address : publish.addresses()) {
            if (!capabilities.admits(address)) {
                return false;
            }
        }
        return true;
    }

    private Plan plan(Slot slot, AddressFamily family, Instant now) {
        RecordState state = delivery.stateInTimeOf(now, slot.key(family));
        // The provider counts the requests for a name, not those for a record.
        for (AddressFamily other : slot.host().families()) {
            if (other != family) {
                state = state.sentLater(
                        delivery.stateInTimeOf(now, slot.key(other)).sentAt());
            }
        }
        return Planner.plan(
                goal(slot, family, now),
                state,
                slot.host().options().toString(),
                policy.refreshedWithin(delivery.refreshEvery(slot.name())),
                now);
    }

    /** Before when nothing may be sent about both families of a host at once; MAX if one of them was refused. */
    private Instant free(Slot slot, Instant now) {
        Instant free = Instant.MIN;
        for (AddressFamily family : slot.host().families()) {
            RecordState state = delivery.stateInTimeOf(now, slot.key(family));
            if (state.halt() != null) {
                return Instant.MAX;
            }
            Instant notBefore = state.notBefore();
            free = notBefore == null || notBefore.isBefore(free) ? free : notBefore;
        }
        return free;
    }

    /** Adds what the other family shall stay as, for a provider that cannot be told about one alone. */
    private void addOthers(Slot slot, Map<AddressFamily, Goal> goals) {
        for (AddressFamily family : slot.host().families()) {
            Set<InetAddress> last = last(delivery.state(slot.key(family)));
            if (!last.isEmpty()) {
                goals.putIfAbsent(family, Goal.publish(last));
            }
        }
    }

    /** What was sent last, and so may be published although nobody has confirmed it, or else what was confirmed. */
    private static Set<InetAddress> last(RecordState state) {
        if (state.attempted() != null && !state.attempted().isEmpty()) {
            return state.attempted();
        }
        return state.confirmed() == null ? Set.of() : state.confirmed().addresses();
    }

    private static Update update(Host host, Map<AddressFamily, Goal> goals) {
        return new Update(
                host.name(),
                goals.getOrDefault(AddressFamily.IPV4, Goal.keep()),
                goals.getOrDefault(AddressFamily.IPV6, Goal.keep()),
                host.options());
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}

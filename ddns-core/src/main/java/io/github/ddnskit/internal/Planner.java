package io.github.ddnskit.internal;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Plan;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what is to be done about one record. Pure: no I/O, no clock, no memory. */
final class Planner {

    private Planner() {}

    /**
     * Decides.
     *
     * @param goal what the record shall be
     * @param state what is known of it
     * @param options the options it is to be published with
     * @param policy when it may be sent
     * @param now the time
     */
    static Plan plan(Goal goal, RecordState state, String options, UpdatePolicy policy, Instant now) {
        Set<InetAddress> wanted = wanted(goal, state);
        if (wanted == null) {
            return new Plan.Nothing();
        }
        if (state.halt() != null) {
            return new Plan.Halt();
        }
        Plan.WaitUntil earliest = earliest(state, policy, now);
        if (isConfirmed(wanted, state, options)) {
            Instant refresh = refreshAt(state, policy);
            if (wanted.isEmpty() || refresh == null) {
                return new Plan.Nothing();
            }
            earliest = later(new Plan.WaitUntil(refresh, Plan.Pause.REFRESH), earliest);
        }
        return earliest.instant().isAfter(now) ? earliest : new Plan.Publish();
    }

    /** Whether the provider confirmed just this, and nothing that was sent since is in doubt. */
    static boolean isConfirmed(Set<InetAddress> wanted, RecordState state, String options) {
        RecordState.Confirmed confirmed = state.confirmed();
        return state.attempted() == null
                && confirmed != null
                && confirmed.addresses().equals(wanted)
                && (wanted.isEmpty() || confirmed.options().equals(options));
    }

    /** The addresses that the record shall hold, or null if it shall be left alone. */
    static @Nullable Set<InetAddress> wanted(Goal goal, RecordState state) {
        if (goal instanceof Goal.Publish publish) {
            return publish.addresses();
        }
        // A record of which nothing is known was not written by us, and is not ours to remove.
        boolean ours = state.confirmed() != null || state.attempted() != null;
        return goal instanceof Goal.Remove && ours ? Set.of() : null;
    }

    private static Plan.WaitUntil earliest(RecordState state, UpdatePolicy policy, Instant now) {
        Instant notBefore = state.notBefore() == null ? now : state.notBefore();
        Plan.WaitUntil allowed = new Plan.WaitUntil(notBefore, Plan.Pause.AFTER_FAILURE);
        Instant sentAt = state.sentAt();
        if (sentAt == null) {
            return allowed;
        }
        // A clock that was put back must not make the wait longer than it is.
        Instant spaced = (sentAt.isAfter(now) ? now : sentAt).plus(policy.minimumInterval());
        return later(new Plan.WaitUntil(spaced, Plan.Pause.MINIMUM_INTERVAL), allowed);
    }

    private static Plan.WaitUntil later(Plan.WaitUntil a, Plan.WaitUntil b) {
        return a.instant().isAfter(b.instant()) ? a : b;
    }

    private static @Nullable Instant refreshAt(RecordState state, UpdatePolicy policy) {
        RecordState.Confirmed confirmed = state.confirmed();
        Duration every = policy.refreshEvery();
        return confirmed == null || every == null ? null : confirmed.at().plus(every);
    }
}

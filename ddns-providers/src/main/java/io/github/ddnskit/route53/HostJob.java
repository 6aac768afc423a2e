package io.github.ddnskit.route53;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One host on its way through {@link BatchRun}: what it needs, and what became of it. Not thread-safe. */
final class HostJob {

    private final Update update;
    private final @Nullable OwnerRecord owner;
    private final Set<AddressFamily> wanted = EnumSet.noneOf(AddressFamily.class);
    private final Set<AddressFamily> changed = EnumSet.noneOf(AddressFamily.class);
    private final Map<AddressFamily, Outcome.Failed> failures = new EnumMap<>(AddressFamily.class);
    private final List<Part> parts = new ArrayList<>();

    HostJob(Update update, @Nullable OwnerRecord owner) {
        this.update = update;
        this.owner = owner;
        for (AddressFamily family : AddressFamily.values()) {
            if (!(update.goal(family) instanceof Goal.Keep)) {
                wanted.add(family);
            }
        }
        if (update.options().wildcard() && update.host().isWildcard()) {
            fail(Outcome.failed(
                    FailureReason.UNSUPPORTED,
                    Retry.never(),
                    update.host() + " is a wildcard already, and there is none below it"));
        }
    }

    Update update() {
        return update;
    }

    /** Whether there is something left to do. */
    boolean isOpen() {
        return failures.size() < wanted.size();
    }

    List<Part> parts() {
        return parts;
    }

    void fail(Outcome.Failed failure) {
        wanted.forEach(family -> failures.putIfAbsent(family, failure));
    }

    /** The names of which the present records must be known. */
    List<String> names() {
        List<String> names = new ArrayList<>(HostPlan.addressNames(update));
        if (owner != null) {
            names.add(OwnerRecord.name(update.host()));
        }
        return names;
    }

    /** Works out the changes. A family that cannot be changed fails, and does not hold up the other. */
    void plan(Map<String, List<RecordSet>> present, Duration defaultTtl) {
        HostPlan plan = new HostPlan(update, present, defaultTtl);
        try {
            Map<AddressFamily, List<Change>> addresses = new EnumMap<>(AddressFamily.class);
            List<Change> mail = plan.mailExchanger();
            for (AddressFamily family : wanted) {
                planFamily(plan, family, addresses);
            }
            if (!isOpen()) {
                return;
            }
            addresses.forEach((family, changes) -> {
                if (!changes.isEmpty()) {
                    changed.add(family);
                }
            });
            divide(plan, addresses, mail);
        } catch (Route53Exception e) {
            changed.clear();
            fail(e.failed());
        }
    }

    private void planFamily(HostPlan plan, AddressFamily family, Map<AddressFamily, List<Change>> addresses) {
        try {
            addresses.put(family, plan.addresses(family));
        } catch (Route53Exception e) {
            failures.put(family, e.failed());
        }
    }

    /** The families may part ways unless an owner record binds them: it must hold for all that is written. */
    private void divide(HostPlan plan, Map<AddressFamily, List<Change>> addresses, List<Change> mail)
            throws Route53Exception {
        if (owner != null) {
            List<Change> all = new ArrayList<>();
            addresses.values().forEach(all::addAll);
            all.addAll(mail);
            add(addresses.keySet(), plan.owned(owner, all));
            return;
        }
        addresses.forEach((family, changes) -> add(Set.of(family), changes));
        add(addresses.keySet(), mail);
    }

    private void add(Set<AddressFamily> families, List<Change> changes) {
        if (!changes.isEmpty()) {
            parts.add(new Part(families, changes));
        }
    }

    UpdateReport report() {
        return new UpdateReport(outcome(AddressFamily.IPV4), outcome(AddressFamily.IPV6));
    }

    private Outcome outcome(AddressFamily family) {
        Outcome.Failed failure = failures.get(family);
        if (failure != null) {
            return failure;
        }
        for (Part part : parts) {
            if (part.families().contains(family) && part.failure().isPresent()) {
                return part.failure().get();
            }
        }
        Goal goal = update.goal(family);
        if (goal instanceof Goal.Keep || changed.contains(family)) {
            return Outcome.reached(goal);
        }
        return new Outcome.Unchanged(goal instanceof Goal.Publish publish ? publish.addresses() : Set.of());
    }
}

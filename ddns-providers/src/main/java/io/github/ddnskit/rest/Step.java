package io.github.ddnskit.rest;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One RRset that an update is about, and what became of it. Not thread-safe. */
final class Step {

    private final Update update;
    private final AddressFamily family;
    private final Hostname owner;
    private @Nullable Change change;
    private Outcome.@Nullable Failed failure;

    private Step(Update update, AddressFamily family, Hostname owner) {
        this.update = update;
        this.family = family;
        this.owner = owner;
    }

    /** The steps of an update: none for a family that is to be kept. */
    static List<Step> of(Update update) {
        List<Step> steps = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
            if (!(update.goal(family) instanceof Goal.Keep)) {
                steps.add(new Step(update, family, update.host()));
                if (update.options().wildcard() && !update.host().isWildcard()) {
                    steps.add(new Step(update, family, Hostname.of("*." + update.host())));
                }
            }
        }
        return steps;
    }

    /** What became of the update that these steps are of. */
    static UpdateReport report(Update update, List<Step> steps) {
        return new UpdateReport(outcome(AddressFamily.IPV4, update, steps), outcome(AddressFamily.IPV6, update, steps));
    }

    private static Outcome outcome(AddressFamily family, Update update, List<Step> steps) {
        Goal goal = update.goal(family);
        if (goal instanceof Goal.Keep) {
            return Outcome.kept();
        }
        boolean changed = false;
        for (Step step : steps) {
            if (step.family == family && step.failure != null) {
                return step.failure;
            }
            changed |= step.family == family && step.change != null;
        }
        return changed ? Outcome.reached(goal) : new Outcome.Unchanged(addresses(goal));
    }

    Hostname host() {
        return update.host();
    }

    RecordOptions options() {
        return update.options();
    }

    RrsetName name(Zone zone) {
        return new RrsetName(zone, owner, family);
    }

    /** What the RRset shall hold: nothing if it shall not exist. */
    Set<InetAddress> addresses() {
        return addresses(update.goal(family));
    }

    /** What has to be written, or null if nothing has. */
    @Nullable
    Change change() {
        return failure == null ? change : null;
    }

    void mustChange(Change change) {
        this.change = change;
    }

    void fail(Outcome.Failed failure) {
        this.failure = failure;
    }

    boolean isFailed() {
        return failure != null;
    }

    private static Set<InetAddress> addresses(Goal goal) {
        return goal instanceof Goal.Publish publish ? publish.addresses() : Set.of();
    }
}

package io.github.ddnskit.route53;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes that only make sense together, and what became of them. Not thread-safe. */
final class Part {

    private final Set<AddressFamily> families;
    private final List<Change> changes;
    private Outcome.@Nullable Failed failure;

    Part(Set<AddressFamily> families, List<Change> changes) {
        this.families = Set.copyOf(families);
        this.changes = List.copyOf(changes);
    }

    /** The families whose goals are not reached unless these changes are made. */
    Set<AddressFamily> families() {
        return families;
    }

    List<Change> changes() {
        return changes;
    }

    int records() {
        return changes.stream()
                .mapToInt(change -> change.records().values().size())
                .sum();
    }

    int characters() {
        return changes.stream()
                .mapToInt(change -> change.records().characters())
                .sum();
    }

    void fail(Outcome.Failed why) {
        failure = why;
    }

    Optional<Outcome.Failed> failure() {
        return Optional.ofNullable(failure);
    }
}

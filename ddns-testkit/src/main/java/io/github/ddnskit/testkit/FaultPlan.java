package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Effect;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The faults to come. Thread-safe. The first whose trigger applies strikes; a later one waits its turn. */
final class FaultPlan {

    private final Clock clock;
    private final List<Rule> rules = new ArrayList<>();

    FaultPlan(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(Trigger when, Fault what) {
        rules.removeIf(rule -> rule.when.isOver());
        rules.add(new Rule(when.watch(), what));
    }

    synchronized void clear() {
        rules.clear();
    }

    synchronized boolean isEmpty() {
        return rules.stream().allMatch(rule -> rule.when.isOver());
    }

    synchronized Effect effectOn(Question question, int repliesWaiting) {
        Instant now = clock.instant();
        for (Rule rule : rules) {
            if (rule.when.strikes(question, now, repliesWaiting)) {
                return rule.what.effect();
            }
        }
        return Effect.NOTHING;
    }

    private record Rule(Trigger.Watch when, Fault what) {}
}

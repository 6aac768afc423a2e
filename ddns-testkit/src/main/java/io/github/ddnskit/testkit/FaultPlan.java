package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Effect;
import java.util.ArrayList;
import java.util.List;

/** The faults to come. Thread-safe. The first whose trigger applies strikes; a later one waits its turn. */
final class FaultPlan {

    private final List<Rule> rules = new ArrayList<>();

    synchronized void add(Trigger when, Fault what) {
        rules.removeIf(rule -> rule.left == 0);
        rules.add(new Rule(when, what));
    }

    synchronized void clear() {
        rules.clear();
    }

    synchronized boolean isEmpty() {
        return rules.stream().noneMatch(rule -> rule.left > 0);
    }

    synchronized Effect effectOn(Question question) {
        for (Rule rule : rules) {
            if (rule.left > 0 && rule.when.applies(question)) {
                rule.left--;
                return rule.what.effect();
            }
        }
        return Effect.NOTHING;
    }

    private static final class Rule {

        private final Trigger when;
        private final Fault what;
        private int left;

        Rule(Trigger when, Fault what) {
            this.when = when;
            this.what = what;
            this.left = when.times();
        }
    }
}

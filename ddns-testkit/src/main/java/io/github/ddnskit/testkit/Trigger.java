package io.github.ddnskit.testkit;

import java.util.function.Predicate;

/**
 * When a {@link Fault} strikes: on which messages, and how often. Immutable; thread-safe if its predicates are.
 *
 * <pre>{@code
 * Trigger.always().updates()
 * Trigger.next(2).matching(question -> question.tcp())
 * }</pre>
 */
public final class Trigger {

    private final int times;
    private final Predicate<Question> condition;

    private Trigger(int times, Predicate<Question> condition) {
        this.times = times;
        this.condition = condition;
    }

    /** {@return every message, until the faults are cleared} */
    public static Trigger always() {
        return new Trigger(Integer.MAX_VALUE, question -> true);
    }

    /**
     * The next messages, and none after them.
     *
     * @param messages how many; if the trigger is narrowed, only those that match count
     * @return the trigger
     */
    public static Trigger next(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("a fault must strike at least once, not " + messages + " times");
        }
        return new Trigger(messages, question -> true);
    }

    /** {@return this, for updates only} */
    public Trigger updates() {
        return matching(Question::isUpdate);
    }

    /** {@return this, for queries only} */
    public Trigger queries() {
        return matching(Question::isQuery);
    }

    /**
     * This, for some messages only.
     *
     * @param narrower asked by the server's thread, so it must not block
     * @return the narrower trigger
     */
    public Trigger matching(Predicate<Question> narrower) {
        return new Trigger(times, condition.and(narrower));
    }

    int times() {
        return times;
    }

    boolean applies(Question question) {
        return condition.test(question);
    }
}

package io.github.ddnskit.testkit;

import java.time.Instant;
import java.util.Random;
import java.util.function.Predicate;

/**
 * When a {@link Fault} strikes: on which messages, and how often. Immutable; thread-safe if its predicates are.
 *
 * <pre>{@code
 * Trigger.always().updates()
 * Trigger.next(2).matching(question -> question.tcp())
 * Trigger.nth(3).queries()
 * Trigger.always().withProbability(0.1, 42)
 * Trigger.always().updates().beyond(100)
 * }</pre>
 *
 * <p>All conditions must hold, in whatever order they were given. A message that {@link #matching} or {@link #between} or
 * {@link #beyond} leaves out does not count; {@link #after} passes over those that count first, then chance decides, and
 * {@link #next} counts how often the fault has struck.
 */
public final class Trigger {

    private final int times;
    private final int passedOver;
    private final Predicate<Question> condition;
    private final Instant from;
    private final Instant until;
    private final int waiting;
    private final double probability;
    private final long seed;

    private Trigger(
            int times,
            int passedOver,
            Predicate<Question> condition,
            Instant from,
            Instant until,
            int waiting,
            double probability,
            long seed) {
        this.times = times;
        this.passedOver = passedOver;
        this.condition = condition;
        this.from = from;
        this.until = until;
        this.waiting = waiting;
        this.probability = probability;
        this.seed = seed;
    }

    /** {@return every message, until the faults are cleared} */
    public static Trigger always() {
        return new Trigger(Integer.MAX_VALUE, 0, question -> true, Instant.MIN, Instant.MAX, -1, 1, 0);
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
        Trigger always = always();
        return new Trigger(
                messages,
                always.passedOver,
                always.condition,
                always.from,
                always.until,
                always.waiting,
                always.probability,
                always.seed);
    }

    /**
     * One message of those to come.
     *
     * @param number which, 1 being the next; if the trigger is narrowed, only those that match count
     * @return the trigger
     */
    public static Trigger nth(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("messages are counted from 1, not from " + number);
        }
        return next(1).after(number - 1);
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
        return new Trigger(times, passedOver, condition.and(narrower), from, until, waiting, probability, seed);
    }

    /**
     * This, but the first messages are left alone.
     *
     * @param messages how many of those that match, counted since the fault was planned
     * @return the later trigger
     */
    public Trigger after(int messages) {
        if (messages < 0) {
            throw new IllegalArgumentException("no " + messages + " messages can be left alone");
        }
        return new Trigger(times, messages, condition, from, until, waiting, probability, seed);
    }

    /**
     * This, by chance. The same messages in the same order are struck in each run.
     *
     * @param chance how probable it is for each message, from 0 to 1
     * @param startOfChance the seed: another one strikes other messages
     * @return the rarer trigger
     */
    public Trigger withProbability(double chance, long startOfChance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1, not " + chance);
        }
        return new Trigger(times, passedOver, condition, from, until, waiting, chance, startOfChance);
    }

    /**
     * This, while the clock of the server is in a window.
     *
     * @param begin the first instant
     * @param end the first instant after it
     * @return the trigger for that time
     */
    public Trigger between(Instant begin, Instant end) {
        if (!begin.isBefore(end)) {
            throw new IllegalArgumentException("there is no time between " + begin + " and " + end);
        }
        return new Trigger(times, passedOver, condition, begin, end, waiting, probability, seed);
    }

    /**
     * This, while so many replies wait to leave, such as those that a {@linkplain Fault#delay delay} holds back. With
     * {@link Fault#loseRequest()}, a silent quota: BIND drops updates so beyond 100 that it has not answered yet.
     *
     * <pre>{@code
     * dns.fault(Trigger.always().updates().beyond(100), Fault.loseRequest());
     * dns.fault(Trigger.always().updates(), Fault.delay(Duration.ofMillis(50)));
     * }</pre>
     *
     * @param replies how many may wait before the fault strikes
     * @return the trigger for a busy server
     */
    public Trigger beyond(int replies) {
        if (replies < 0) {
            throw new IllegalArgumentException("a quota is not " + replies);
        }
        return new Trigger(times, passedOver, condition, from, until, replies, probability, seed);
    }

    /** {@return its conditions as far as words can tell, such as {@code next 2 after 3, with probability 0.1}} */
    @Override
    public String toString() {
        return (times == Integer.MAX_VALUE ? "always" : "next " + times)
                + (passedOver == 0 ? "" : " after " + passedOver)
                + (waiting < 0 ? "" : ", beyond " + waiting)
                + (from.equals(Instant.MIN) && until.equals(Instant.MAX) ? "" : ", from " + from + " until " + until)
                + (probability == 1 ? "" : ", with probability " + probability + " (seed " + seed + ")");
    }

    /** {@return a trigger that counts from now on; it is asked about every message, by one thread at once} */
    Watch watch() {
        return new Watch();
    }

    /** What has been seen since the fault was planned. Not thread-safe. */
    final class Watch {

        private final Random chance = new Random(seed);
        private int toPass = passedOver;
        private int left = times;

        boolean isOver() {
            return left == 0;
        }

        boolean strikes(Question question, Instant now, int repliesWaiting) {
            boolean counts = left > 0
                    && condition.test(question)
                    && !now.isBefore(from)
                    && now.isBefore(until)
                    && repliesWaiting >= waiting;
            if (!counts) {
                return false;
            }
            if (toPass > 0) {
                toPass--;
                return false;
            }
            if (probability < 1 && chance.nextDouble() >= probability) {
                return false;
            }
            if (left != Integer.MAX_VALUE) {
                left--;
            }
            return true;
        }
    }
}

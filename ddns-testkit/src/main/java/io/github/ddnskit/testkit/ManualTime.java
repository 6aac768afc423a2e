package io.github.ddnskit.testkit;

import io.github.ddnskit.spi.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock and a scheduler that move only when a test moves them: hours pass in milliseconds, and nothing happens
 * meanwhile by chance.
 *
 * <p>Tasks run on the thread that moves the time, one after another in the order of their instants, and those of one
 * instant in the order in which they were scheduled. Thread-safe; only one thread moves the time at once.
 */
public final class ManualTime {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Object lock = new Object();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparing(Waiting::due).thenComparingLong(Waiting::number));
    private final Clock clock = new ManualClock();
    private final Scheduler scheduler = new ManualScheduler();
    private Instant now;
    private Duration elapsed = Duration.ZERO;
    private long count;

    private ManualTime(Instant now) {
        this.now = now;
    }

    /** {@return a time that stands at the beginning of 2026, UTC} */
    public static ManualTime create() {
        return new ManualTime(START);
    }

    /**
     * A time that stands at an instant.
     *
     * @param instant where it stands
     * @return the time
     */
    public static ManualTime at(Instant instant) {
        return new ManualTime(instant);
    }

    /** {@return a clock that shows it, in UTC} */
    public Clock clock() {
        return clock;
    }

    /** {@return a scheduler that runs tasks as it passes} */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** {@return where it stands} */
    public Instant now() {
        synchronized (lock) {
            return now;
        }
    }

    /**
     * Lets time pass, and runs what is due on the way, including what is scheduled meanwhile.
     *
     * @param duration how long; zero runs what is due already
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time passes forward: use jump to put the clock back");
        }
        Duration end;
        synchronized (lock) {
            end = elapsed.plus(duration);
        }
        for (Runnable task = next(end); task != null; task = next(end)) {
            task.run();
        }
    }

    /**
     * Puts the clock forward or back, as a time server or a user does. Waiting tasks wait as long as before.
     *
     * @param duration by how much; negative to put it back
     */
    public void jump(Duration duration) {
        synchronized (lock) {
            now = now.plus(duration);
        }
    }

    /** {@return how many tasks were scheduled so far, those that ran and those that were cancelled too} */
    public long scheduledSoFar() {
        synchronized (lock) {
            return count;
        }
    }

    /** {@return the instant at which the next task is due, by the clock as it goes now; nothing if none waits} */
    public Optional<Instant> nextTask() {
        synchronized (lock) {
            Waiting first = waiting.peek();
            return first == null
                    ? Optional.empty()
                    : Optional.of(now.plus(first.due().minus(elapsed)));
        }
    }

    /**
     * Lets time pass until the next task is due, and runs what is due then.
     *
     * @return whether there was a task; if not, no time has passed
     */
    public boolean advanceToNextTask() {
        Duration wait;
        synchronized (lock) {
            Waiting first = waiting.peek();
            if (first == null) {
                return false;
            }
            wait = first.due().minus(elapsed);
        }
        advance(wait.isNegative() ? Duration.ZERO : wait);
        return true;
    }

    /** {@return how long each task that waits has to wait still, the shortest first} */
    public List<Duration> scheduled() {
        synchronized (lock) {
            return waiting.stream()
                    .map(task -> task.due().minus(elapsed))
                    .sorted()
                    .toList();
        }
    }

    private record Waiting(Duration due, long number, Runnable task) {}

    private @Nullable Runnable next(Duration end) {
        synchronized (lock) {
            Waiting first = waiting.peek();
            boolean due = first != null && first.due().compareTo(end) <= 0;
            Duration until = due ? first.due() : end;
            if (until.compareTo(elapsed) > 0) {
                now = now.plus(until.minus(elapsed));
                elapsed = until;
            }
            if (!due) {
                return null;
            }
            waiting.remove(first);
            return first.task();
        }
    }

    private final class ManualScheduler implements Scheduler {
        @Override
        public Task schedule(Duration delay, Runnable task) {
            synchronized (lock) {
                Duration wait = delay.isNegative() ? Duration.ZERO : delay;
                Waiting entry = new Waiting(elapsed.plus(wait), count++, task);
                waiting.add(entry);
                return () -> {
                    synchronized (lock) {
                        waiting.remove(entry);
                    }
                };
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                waiting.clear();
            }
        }
    }

    private final class ManualClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new IllegalArgumentException("manual time is in UTC only");
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}

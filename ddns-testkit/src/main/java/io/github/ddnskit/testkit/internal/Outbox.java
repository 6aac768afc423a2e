package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replies that do not leave at once: those that are late, and those that let another one go first. Late by real time, or
 * by a scheduler. Thread-safe; replies are sent by the thread that calls {@link #sendDue}.
 */
final class Outbox {

    /** More are lost, as with a server whose memory is full. */
    private static final int MOST = 10_000;

    private final @Nullable Scheduler scheduler;
    private final Runnable wakeUp;
    private final long origin = System.nanoTime();
    private final PriorityQueue<Timed> later = new PriorityQueue<>(Comparator.comparingLong(Timed::at));
    private final Deque<Runnable> waitForNext = new ArrayDeque<>();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final Set<Scheduler.Task> scheduled = new HashSet<>();
    private boolean closed;

    /** Without a scheduler, real time counts; the second argument makes the sending thread look at once. */
    Outbox(@Nullable Scheduler scheduler, Runnable wakeUp) {
        this.scheduler = scheduler;
        this.wakeUp = wakeUp;
    }

    /** Sends a reply, now or later. */
    void send(Departure departure, Consumer<Departure> client) {
        Runnable action = () -> client.accept(departure);
        if (departure.then() == Departure.Then.WAITS_FOR_NEXT) {
            waits(action);
        } else if (departure.delay().isZero()) {
            leave(action);
        } else if (waiting() < MOST) {
            delay(departure.delay(), () -> leave(action));
        }
    }

    /** {@return how many replies have not left yet} */
    synchronized int waiting() {
        return later.size() + waitForNext.size() + due.size() + scheduled.size();
    }

    /** Sends what is due. */
    void sendDue() {
        List<Runnable> now;
        synchronized (this) {
            for (Timed next = later.peek(); next != null && next.at <= elapsed(); next = later.peek()) {
                due.add(later.remove().action);
            }
            now = new ArrayList<>(due);
            due.clear();
        }
        now.forEach(Runnable::run);
    }

    /** {@return how many milliseconds nothing will be due, at most the given ones} */
    synchronized long millisToWait(long longest) {
        if (!due.isEmpty()) {
            return 1;
        }
        Timed next = later.peek();
        return next == null ? longest : Math.max(1, Math.min(longest, (next.at - elapsed()) / 1_000_000 + 1));
    }

    /** Forgets what has not left. */
    synchronized void close() {
        closed = true;
        scheduled.forEach(Scheduler.Task::cancel);
        scheduled.clear();
        later.clear();
        waitForNext.clear();
        due.clear();
    }

    private void leave(Runnable action) {
        action.run();
        List<Runnable> followers;
        synchronized (this) {
            if (waitForNext.isEmpty()) {
                return;
            }
            followers = new ArrayList<>(waitForNext);
            waitForNext.clear();
        }
        followers.forEach(Runnable::run);
    }

    private synchronized void waits(Runnable action) {
        if (waitForNext.size() < MOST) {
            waitForNext.add(action);
        }
    }

    /** Does something later. */
    synchronized void delay(Duration delay, Runnable action) {
        if (closed) {
            return;
        }
        if (scheduler == null) {
            later.add(new Timed(elapsed() + delay.toNanos(), action));
            return;
        }
        Alarm alarm = new Alarm(action);
        alarm.task = scheduler.schedule(delay, alarm);
        scheduled.add(alarm.task);
    }

    private long elapsed() {
        return System.nanoTime() - origin;
    }

    private record Timed(long at, Runnable action) {}

    /** Hands a reply over to the sending thread: whoever moves the time does not touch sockets. */
    private final class Alarm implements Runnable {
        private final Runnable action;
        private Scheduler.@Nullable Task task;

        Alarm(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            synchronized (Outbox.this) {
                if (closed) {
                    return;
                }
                scheduled.remove(task);
                due.add(action);
            }
            wakeUp.run();
        }
    }
}

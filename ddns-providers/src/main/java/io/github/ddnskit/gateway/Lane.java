package io.github.ddnskit.gateway;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The updates of one zone, which wait for each other and are committed together, one batch after the other: two updates of
 * one name never change their order, and a slow updater holds up nothing but its own zone. Thread-safe.
 */
final class Lane {

    /** So often what another gateway has removed is published, before its sender is told to try again. */
    private static final int ATTEMPTS = 3;

    private final GatewayZone zone;
    private final Executor threads;
    private final Memory memory;
    private final Consumer<String> trouble;
    private volatile @Nullable Lane predecessor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition company = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean running;
    private boolean closed;
    private long batches;
    private long updates;

    /**
     * What became of an update.
     *
     * @param report what the updater says
     * @param isChanged whether the name held something else before
     */
    record Settled(UpdateReport report, boolean isChanged) {}

    /** Remembers what was confirmed, before anybody is told, and knows what was so already. */
    @FunctionalInterface
    interface Memory {
        Settlement settle(List<Update> updates, List<UpdateReport> reports);
    }

    /**
     * What a memory says.
     *
     * @param changed whether each name held something else before
     * @param removed the names that another gateway has removed meanwhile, or is removing: what was confirmed may be gone
     */
    record Settlement(List<Boolean> changed, Set<Hostname> removed) {}

    /** A removal that no device has asked for, of which the memory knows already. */
    interface Removal {
        /** Whether it may still go ahead, now that its turn has come. */
        boolean begin();

        /** What became of it once it has begun. Later updates of the name are sent when this returns. */
        void end(UpdateReport report);
    }

    private record Waiting(Update update, @Nullable Removal removal, long since, CompletableFuture<Settled> settled) {
        void complete(UpdateReport report, boolean isChanged) {
            settled.complete(new Settled(report, isChanged));
        }

        void refuse(String why) {
            complete(refusal(why), false);
        }

        UpdateReport refusal(String why) {
            return UpdateReport.failed(update, Outcome.failed(FailureReason.INTERNAL, Retry.backoff(), why));
        }
    }

    /**
     * Creates a lane.
     *
     * @param predecessor the lane of the same zone before the settings changed, whose updates come first; or null
     */
    Lane(GatewayZone zone, Executor threads, Memory memory, Consumer<String> trouble, @Nullable Lane predecessor) {
        this.zone = zone;
        this.threads = threads;
        this.memory = memory;
        this.trouble = trouble;
        this.predecessor = predecessor == null ? null : predecessor.lastBusy();
    }

    GatewayZone zone() {
        return zone;
    }

    /** Puts an update in line; a report that says {@link FailureReason#INTERNAL} is one of the lane itself. */
    CompletableFuture<Settled> submit(Update update) {
        return submit(update, null);
    }

    /** The same for a removal, which keeps the name as it is unless it may begin when its turn comes. */
    CompletableFuture<Settled> submit(Update update, @Nullable Removal removal) {
        Waiting waiting = new Waiting(update, removal, System.nanoTime(), new CompletableFuture<>());
        boolean start = false;
        lock.lock();
        try {
            if (closed || queue.size() >= zone.queue()) {
                waiting.refuse(closed ? "the gateway is being stopped" : "too many updates wait for " + zone);
                return waiting.settled();
            }
            queue.add(waiting);
            if (!running) {
                running = true;
                start = true;
            } else if (queue.size() >= zone.most()) {
                company.signal();
            }
        } finally {
            lock.unlock();
        }
        if (start) {
            try {
                threads.execute(this::run);
            } catch (RuntimeException e) {
                abandon("no thread can be had: " + e.getClass().getSimpleName());
            }
        }
        return waiting.settled();
    }

    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many updates went in how many batches. */
    long[] counts() {
        lock.lock();
        try {
            return new long[] {updates, batches};
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more. What waits is still carried out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            company.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The lane whose end a successor waits for: a lane that never had an update may still come after one that is busy. */
    private @Nullable Lane lastBusy() {
        Lane before = predecessor;
        lock.lock();
        try {
            if (running) {
                return this;
            }
        } finally {
            lock.unlock();
        }
        return before == null ? null : before.lastBusy();
    }

    /** Waits until all is carried out that waits; false if it takes longer. */
    boolean awaitIdle(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (running && left > 0) {
                left = idle.awaitNanos(left);
            }
            return !running;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            Lane before = predecessor;
            if (before != null) {
                before.awaitIdle(Long.MAX_VALUE);
                predecessor = null;
            }
            boolean first = true;
            while (true) {
                List<Waiting> batch = next(first);
                first = false;
                if (batch.isEmpty()) {
                    return;
                }
                carryOut(batch);
            }
        } catch (InterruptedException e) {
            abandon("the gateway was stopped");
        } catch (RuntimeException | Error e) {
            abandon("a defect in the gateway: " + e.getClass().getSimpleName());
            throw e;
        }
    }

    /** The next batch, in which each name stands once; empty when there is nothing more to do. */
    private List<Waiting> next(boolean first) throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        List<Waiting> tooLate = new ArrayList<>();
        lock.lock();
        try {
            long left = first && zone.most() > 1 ? zone.window().toNanos() : 0;
            while (left > 0 && queue.size() < zone.most() && !closed) {
                left = company.awaitNanos(left);
            }
            long now = System.nanoTime();
            Set<Hostname> names = new HashSet<>();
            // A later update of a name waits for the earlier one, and does not overtake it.
            for (Iterator<Waiting> all = queue.iterator(); all.hasNext() && batch.size() < zone.most(); ) {
                Waiting one = all.next();
                if (now - one.since() > zone.patience().toNanos()) {
                    all.remove();
                    tooLate.add(one);
                } else if (names.add(one.update().host())) {
                    all.remove();
                    batch.add(one);
                }
            }
            if (batch.isEmpty()) {
                running = false;
                idle.signalAll();
            } else {
                batches++;
                updates += batch.size();
            }
        } finally {
            lock.unlock();
        }
        tooLate.forEach(one -> one.refuse("the updater of " + zone + " is slower than its updates come"));
        return batch;
    }

    private void carryOut(List<Waiting> taken) throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        for (Waiting one : taken) {
            Removal removal = one.removal();
            if (removal == null || removal.begin()) {
                batch.add(one);
            } else {
                one.complete(new UpdateReport(Outcome.kept(), Outcome.kept()), false);
            }
        }
        for (int attempt = 1; !batch.isEmpty(); attempt++) {
            List<UpdateReport> reports = send(batch);
            batch = reports.isEmpty() ? List.of() : settle(batch, reports, attempt);
        }
    }

    /** What the updater says; nothing if all were refused since it says nothing. */
    private List<UpdateReport> send(List<Waiting> batch) throws InterruptedException {
        List<Update> all = batch.stream().map(Waiting::update).toList();
        try {
            List<UpdateReport> reports = all.size() == 1
                    ? List.of(zone.updater().update(all.get(0)))
                    : zone.updater().updateAll(all);
            if (reports.size() != all.size()) {
                throw new IllegalStateException("it gave " + reports.size() + " reports for " + all.size());
            }
            return reports;
        } catch (InterruptedException e) {
            refuse(batch, "the gateway was stopped");
            throw e;
        } catch (RuntimeException e) {
            String detail = "the updater of " + zone + " threw " + e.getClass().getName();
            trouble.accept(detail);
            refuse(batch, detail);
            return List.of();
        }
    }

    private static void refuse(List<Waiting> batch, String why) {
        for (Waiting one : batch) {
            Removal removal = one.removal();
            if (removal != null) {
                removal.end(one.refusal(why));
            }
            one.refuse(why);
        }
    }

    /** Tells what became of a batch, but for what another gateway has removed meanwhile: that has to be sent again. */
    private List<Waiting> settle(List<Waiting> batch, List<UpdateReport> reports, int attempt) {
        List<Waiting> asked = new ArrayList<>();
        List<UpdateReport> said = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Removal removal = batch.get(i).removal();
            if (removal == null) {
                asked.add(batch.get(i));
                said.add(reports.get(i));
            } else {
                removal.end(reports.get(i));
                batch.get(i).complete(reports.get(i), true);
            }
        }
        if (asked.isEmpty()) {
            return List.of();
        }
        Settlement settlement =
                memory.settle(asked.stream().map(Waiting::update).toList(), said);
        List<Waiting> again = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Waiting one = asked.get(i);
            if (!settlement.removed().contains(one.update().host())) {
                one.complete(said.get(i), attempt > 1 || settlement.changed().get(i));
            } else if (attempt < ATTEMPTS) {
                again.add(one);
            } else {
                one.complete(
                        UpdateReport.failed(
                                one.update(),
                                Outcome.failed(
                                        FailureReason.CONFLICT,
                                        Retry.backoff(),
                                        "another gateway removes the name at this moment, since it was not refreshed"
                                                + " for long")),
                        false);
            }
        }
        return again;
    }

    private void abandon(String why) {
        List<Waiting> all;
        lock.lock();
        try {
            all = List.copyOf(queue);
            queue.clear();
            running = false;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(one -> one.refuse(why));
    }
}

package io.github.ddnskit.internal;

import static io.github.ddnskit.internal.Interleavings.atOnce;
import static io.github.ddnskit.internal.Interleavings.require;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything that runs in a client runs in such a job. The programs are small, so that many of their orders can be tried. */
class SerialJobInterleavingsTest {

    @Test
    void twoRequestsAtOnceAreServed() {
        Interleavings.explore(() -> {
            Work work = new Work();
            Asker first = new Asker(work);
            Asker second = new Asker(work);
            atOnce(first, second);
            work.tasks.runAll();
            first.requireServed();
            second.requireServed();
        });
    }

    @Test
    void aRequestWhileItRunsIsServedByOneMoreRun() {
        Interleavings.explore(() -> {
            Work work = new Work();
            Asker asker = new Asker(work);
            work.request();
            atOnce(work.tasks.take(), asker);
            work.tasks.runAll();
            asker.requireServed();
            require(!work.job.isBusy(), "it is idle afterwards");
        });
    }

    @Test
    void aWakeWhileItRunsIsNotLost() {
        Interleavings.explore(() -> {
            Work work = new Work();
            work.request();
            int[] before = new int[1];
            atOnce(work.tasks.take(), () -> {
                before[0] = work.starts.get();
                work.job.wake(Duration.ZERO);
            });
            work.tasks.runAll();
            require(work.starts.get() > before[0], "a run started after the wake");
        });
    }

    @Test
    void aTimerThatCannotBeCancelledAnyMoreMakesNoSecondRunAtOnce() {
        Interleavings.explore(() -> {
            Work work = new Work();
            work.request();
            Runnable late = work.tasks.take();
            work.request(); // which cancels that one, too late
            atOnce(late, work.tasks.take());
        });
    }

    @Test
    void whoAsksWhileItRetiresDoesNotWaitForEver() {
        Interleavings.explore(() -> {
            Work work = new Work();
            Asker asker = new Asker(work);
            atOnce(asker, work::retire);
            work.tasks.runAll();
            work.requireRetired();
            require(asker.asked().isDone(), "who asked knows how it ended");
        });
    }

    @Test
    void whenItHasRetiredNothingRunsAnyMore() {
        Interleavings.explore(() -> {
            Work work = new Work();
            CompletableFuture<Void> asked = work.job.request();
            atOnce(work.tasks.take(), work::retire);
            work.tasks.runAll();
            work.requireRetired();
            require(asked.isDone(), "who asked knows how it ended");
        });
    }

    /** A job that wants to run again, and what its runs find. */
    private static final class Work {
        final Tasks tasks = new Tasks();
        final SerialJob job = new SerialJob(tasks, this::body);
        final AtomicInteger starts = new AtomicInteger();
        private boolean running;
        private @Nullable CompletableFuture<Void> end;
        private boolean retired;

        private Duration body() {
            require(!running, "one run at a time");
            require(!retired, "no run after the end");
            running = true;
            starts.incrementAndGet();
            running = false;
            return Duration.ofMinutes(1);
        }

        /** Whoever does not ask how it ends. */
        void request() {
            var unused = job.request();
        }

        void retire() {
            end = job.retire().thenRun(() -> retired = true);
        }

        void requireRetired() {
            require(end != null && end.isDone(), "it has retired");
            require(tasks.isEmpty(), "nothing is scheduled any more");
        }
    }

    private static final class Asker implements Runnable {
        private final Work work;
        private int before;
        private @Nullable CompletableFuture<Void> asked;

        Asker(Work work) {
            this.work = work;
        }

        @Override
        public void run() {
            before = work.starts.get();
            asked = work.job.request();
        }

        CompletableFuture<Void> asked() {
            if (asked == null) {
                throw new AssertionError("nothing was asked for");
            }
            return asked;
        }

        void requireServed() {
            require(asked().isDone() && !asked().isCompletedExceptionally(), "the request is served");
            require(work.starts.get() > before, "by a run that started after it");
        }
    }
}

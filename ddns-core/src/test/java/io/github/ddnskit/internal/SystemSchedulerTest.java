package io.github.ddnskit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class SystemSchedulerTest {

    @Test
    void letsNoTaskHoldUpAnother() throws InterruptedException {
        try (SystemScheduler scheduler = new SystemScheduler()) {
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<Boolean> other = new CompletableFuture<>();
            CompletableFuture<Boolean> blocked = new CompletableFuture<>();
            scheduler.schedule(Duration.ZERO, () -> {
                awaitQuietly(release);
                blocked.complete(true);
            });
            scheduler.schedule(
                    Duration.ofMillis(1),
                    () -> other.complete(Thread.currentThread().isDaemon()));
            assertThat(other.join()).isTrue();
            assertThat(blocked).isNotCompleted();
            release.countDown();
            assertThat(blocked.join()).isTrue();
        }
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        try (SystemScheduler scheduler = new SystemScheduler()) {
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            scheduler.schedule(Duration.ZERO, () -> {
                throw new IllegalStateException("on purpose");
            });
            scheduler.schedule(Duration.ofMillis(1), () -> next.complete(true));
            assertThat(next.join()).isTrue();
        }
    }

    @Test
    void runsNothingThatWasCancelled() {
        try (SystemScheduler scheduler = new SystemScheduler()) {
            Duration delay = Duration.ofMillis(50);
            AtomicBoolean ran = new AtomicBoolean();
            long begin;
            do {
                ran.set(false);
                begin = System.nanoTime();
                scheduler.schedule(delay, () -> ran.set(true)).cancel();
            } while (System.nanoTime() - begin > delay.toNanos()); // a slow machine may have been too late
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            scheduler.schedule(delay.multipliedBy(2), () -> later.complete(true));
            later.join();
            assertThat(ran).isFalse();
        }
    }

    @Test
    void interruptsWhatRunsWhenClosed() throws InterruptedException {
        SystemScheduler scheduler = new SystemScheduler();
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        scheduler.schedule(Duration.ZERO, () -> {
            running.countDown();
            interrupted.complete(awaitQuietly(new CountDownLatch(1)));
        });
        running.await();
        scheduler.close();
        assertThat(interrupted.join()).isTrue();
    }

    @Test
    void aTaskOfTheFarFutureHoldsUpNone() {
        try (SystemScheduler scheduler = new SystemScheduler()) {
            AtomicBoolean ran = new AtomicBoolean();
            CompletableFuture<Boolean> soon = new CompletableFuture<>();
            scheduler.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.set(true));
            scheduler.schedule(Duration.ofMillis(1), () -> soon.complete(true));
            assertThat(soon.join()).isTrue();
            assertThat(ran).isFalse();
        }
    }

    @Test
    void losesNoneOfManyTasksOfManyThreadsWhileHundredsBlock() throws InterruptedException {
        int each = 500;
        try (SystemScheduler scheduler = new SystemScheduler()) {
            AtomicInteger tooEarly = new AtomicInteger();
            CountDownLatch brief = new CountDownLatch(each * 4);
            List<Thread> threads = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
                Random random = new Random(seed);
                threads.add(new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        Duration delay = Duration.ofNanos(random.nextInt(20_000_000));
                        long due = System.nanoTime() + delay.toNanos();
                        boolean blocks = i % 20 == 0;
                        scheduler.schedule(delay, () -> {
                            if (System.nanoTime() - due < 0) {
                                tooEarly.incrementAndGet();
                            }
                            brief.countDown();
                            if (blocks) {
                                awaitQuietly(brief);
                            }
                        });
                    }
                }));
            }
            threads.forEach(Thread::start);
            brief.await();
            assertThat(tooEarly).hasValue(0);
        }
    }

    @Test
    void anInterruptIsMeantForOneTaskOnly() throws InterruptedException {
        try (SystemScheduler scheduler = new SystemScheduler()) {
            for (int i = 0; i < 100; i++) {
                CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
                CountDownLatch over = new CountDownLatch(1);
                scheduler.schedule(Duration.ZERO, () -> {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                    Thread.currentThread().interrupt();
                    over.countDown();
                });
                over.await();
                assertThat(interrupted.join()).isFalse();
            }
        }
    }

    @Test
    void leavesNoThreadBehindAndTakesNothingMoreOnceClosed() throws InterruptedException {
        SystemScheduler scheduler = new SystemScheduler();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        Runnable task = () -> {
            threads.add(Thread.currentThread());
            both.countDown();
            awaitQuietly(both);
        };
        scheduler.schedule(Duration.ZERO, task);
        scheduler.schedule(Duration.ZERO, task);
        awaitQuietly(both);
        scheduler.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(threads).doesNotHaveDuplicates().hasSize(2);
        assertThatThrownBy(() -> scheduler.schedule(Duration.ZERO, task))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}

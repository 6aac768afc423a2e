package io.github.ddnskit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}

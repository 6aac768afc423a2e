package io.github.ddnskit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class SerialJobTest {

    private final SystemScheduler scheduler = new SystemScheduler();
    private final AtomicInteger runs = new AtomicInteger();
    private final Semaphore started = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final SerialJob job = new SerialJob(scheduler, () -> {
        runs.incrementAndGet();
        started.release();
        mayEnd.acquireUninterruptibly();
        return null;
    });

    @AfterEach
    void closeScheduler() {
        mayEnd.release(1000);
        scheduler.close();
    }

    @Test
    void servesRequestsThatComeWhileItRunsWithOneMoreRun() throws InterruptedException {
        CompletableFuture<Void> first = job.request();
        started.acquire();
        CompletableFuture<Void> second = job.request();
        CompletableFuture<Void> third = job.request();
        assertThat(second).isSameAs(third).isNotSameAs(first);
        mayEnd.release(2);
        first.join();
        second.join();
        assertThat(runs).hasValue(2);
        assertThat(job.isBusy()).isFalse();
    }

    @Test
    void runsAgainAfterTheTimeThatARunAsksFor() throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);
        SerialJob again = new SerialJob(scheduler, () -> {
            thrice.countDown();
            return Duration.ofMillis(1);
        });
        again.wake(Duration.ZERO);
        assertThat(thrice.await(120, TimeUnit.SECONDS)).isTrue();
        again.stop();
    }

    @Test
    void isInterruptedWhenStoppedAndWaitedFor() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        SerialJob sleeper = new SerialJob(scheduler, () -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
            return null;
        });
        sleeper.wake(Duration.ZERO);
        running.await();
        sleeper.stop();
        sleeper.awaitEnd(Duration.ofSeconds(30));
        assertThat(interrupted).isCompletedWithValue(true);
        assertThat(sleeper.isBusy()).isFalse();
    }

    @Test
    void cancelsWhatWaitsWhenStopped() throws InterruptedException {
        CompletableFuture<Void> served = job.request();
        started.acquire();
        CompletableFuture<Void> waiting = job.request();
        job.stop();
        assertThat(waiting).isCancelled();
        assertThat(job.request()).isCancelled();
        mayEnd.release();
        job.awaitEnd(Duration.ofSeconds(30));
        served.join();
        assertThat(runs).hasValue(1);
    }

    @Test
    void tellsWhoWaitsThatARunDoesNotEnd() throws InterruptedException {
        CompletableFuture<Void> served = job.request();
        started.acquire();
        job.stop();
        assertThat(served).isNotDone();
        job.awaitEnd(Duration.ofMillis(1));
        assertThat(served).isCancelled();
    }

    @Test
    void canBeStoppedByItsOwnRun() {
        SerialJob[] self = new SerialJob[1];
        self[0] = new SerialJob(scheduler, () -> {
            self[0].stop();
            self[0].awaitEnd(Duration.ofDays(1));
            return Duration.ZERO;
        });
        self[0].request().join();
        assertThat(self[0].isBusy()).isFalse();
    }
}

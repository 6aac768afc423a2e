package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.failed;
import static io.github.ddnskit.route53.Route53Scene.ipv4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.UpdateReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusyTest {

    @AutoClose
    private final Route53Scene scene = new Route53Scene();

    @ParameterizedTest
    @ValueSource(strings = {"Throttling", "ThrottlingException", "PriorRequestNotComplete"})
    void triesAgainWhatRoute53IsTooBusyFor(String code) throws Exception {
        Route53Updater updater = scene.builder().build();
        scene.route53.failNext(2, 400, code);
        scene.route53.failNextChange(2, 400, code);
        assertThat(updater.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(scene.route53.batches()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Throttling", "PriorRequestNotComplete"})
    void givesUpWithinTheTimeOfTheCall(String code) throws Exception {
        Route53Updater updater = scene.builder().timeout(Duration.ofSeconds(20)).build();
        scene.route53.failNext(1000, 400, code);
        UpdateReport report = updater.update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.RATE_LIMITED);
        assertThat(failed(report).retry()).isEqualTo(Retry.backoff());
        assertThat(scene.time.waited()).isLessThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(scene.route53.exchanges()).hasSizeBetween(2, 8);
    }

    @Test
    void waitsForTimesThatNobodyCanForesee() throws Exception {
        Route53Updater updater = scene.builder().build();
        Set<Duration> waits = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            scene.route53.failNext(1, 400, "Throttling");
            updater.update(ipv4("home.example.org", "192.0.2." + i));
        }
        scene.time.waits().stream()
                .filter(wait -> wait.toMillis() * 1_000_000 == wait.toNanos())
                .forEach(waits::add);
        assertThat(waits).hasSizeGreaterThan(3).allMatch(wait -> wait.compareTo(Duration.ofMillis(1100)) <= 0);
    }

    @Test
    void sendsNoMoreThanFiveRequestsInAnySecondWhoeverAsks() throws Exception {
        RateLimiter limiter = RateLimiter.create(scene.time);
        Route53Updater one = scene.builder().rateLimiter(limiter).build();
        Route53Updater other = scene.builder().rateLimiter(limiter).build();
        for (int i = 0; i < 10; i++) {
            one.update(ipv4("a.example.org", "192.0.2." + i));
            other.update(ipv4("b.example.org", "192.0.2." + i));
        }
        int requests = scene.route53.exchanges().size();
        assertThat(requests).isGreaterThan(40);
        assertThat(scene.time.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds((requests - 1) / 5));
    }

    @Test
    void publishesTheHostsForWhichTheRequestsSufficed() throws Exception {
        // 20 requests in the time: too few to look at 100 names one by one, enough for some of them
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 60; j++) {
                scene.put("x" + j + ".h" + i + ".example.org", "A", 60, "198.51.100.1");
            }
        }
        Route53Updater updater = scene.builder().timeout(Duration.ofSeconds(4)).build();
        List<UpdateReport> reports = updater.updateAll(IntStream.range(0, 100)
                .mapToObj(i -> ipv4("h" + i + ".example.org", "192.0.2.7"))
                .toList());
        assertThat(reports).anyMatch(report -> report.ipv4() instanceof Outcome.Published);
        assertThat(reports.stream().filter(report -> report.ipv4() instanceof Outcome.Failed))
                .isNotEmpty()
                .allMatch(report -> failed(report).reason() == FailureReason.RATE_LIMITED);
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        RateLimiter limiter = RateLimiter.create();
        Deadline soon = Deadline.after(Duration.ofHours(1), Ticker.SYSTEM);
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.acquire(soon)).isTrue();
        }
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> waiting = thread.submit(() -> {
                Ticker.SYSTEM.await(Duration.ofHours(1));
                return true;
            });
            thread.shutdownNow();
            assertThatThrownBy(() -> waiting.get(120, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            thread.shutdownNow();
        }
        assertThat(limiter.acquire(Deadline.after(Duration.ZERO, Ticker.SYSTEM)))
                .as("a token that comes too late")
                .isFalse();
    }

    @Test
    void waitsForATokenInRealTime() throws Exception {
        RateLimiter limiter = RateLimiter.create();
        Deadline deadline = Deadline.after(Duration.ofMinutes(5), Ticker.SYSTEM);
        long before = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            assertThat(limiter.acquire(deadline)).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }
}

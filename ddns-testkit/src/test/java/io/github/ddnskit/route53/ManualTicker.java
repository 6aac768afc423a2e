package io.github.ddnskit.route53;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody waits for it. */
final class ManualTicker implements Ticker {

    private final List<Duration> waits = new ArrayList<>();
    private long now = 42;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void await(Duration wait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        waits.add(wait);
        now += wait.toNanos();
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    synchronized Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }
}

package io.github.ddnskit.engine;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An updater that takes its time, fails now and then, and complains if it is used by two threads at once or after its end. */
final class MoodyUpdater implements DnsUpdater {

    private final Queue<String> violations;
    private final BooleanSupplier moody;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final Map<String, String> records = new ConcurrentHashMap<>();

    MoodyUpdater(Queue<String> violations, BooleanSupplier moody) {
        this.violations = violations;
        this.moody = moody;
    }

    int calls() {
        return calls.get();
    }

    int closed() {
        return closed.get();
    }

    @Nullable
    String published(String name) {
        return records.get(name);
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.standard();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("moody");
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        int call = calls.incrementAndGet();
        if (closed.get() > 0) {
            violations.add("an updater is used after its end");
        }
        if (inside.incrementAndGet() != 1) {
            violations.add("an updater is used by two threads at once");
        }
        try {
            if (call % 3 == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // which an interrupt cuts short
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            if (moody.getAsBoolean()) {
                if (call % 5 == 0) {
                    return UpdateReport.failed(
                            update, Outcome.failed(FailureReason.REFUSED, Retry.backoff(), "not now"));
                }
                if (call % 7 == 0) {
                    return UpdateReport.failed(update, Outcome.failed(FailureReason.REFUSED, Retry.never(), "never"));
                }
                if (call % 11 == 0) {
                    throw new IllegalStateException("a defect");
                }
            }
            String name = update.host().toString();
            if (update.ipv4() instanceof Goal.Publish publish) {
                records.put(name, IpLiteral.format(publish.addresses()));
            } else if (update.ipv4() instanceof Goal.Remove) {
                records.remove(name);
            }
            return UpdateReport.published(update);
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}

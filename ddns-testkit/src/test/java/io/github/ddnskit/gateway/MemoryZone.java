package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A zone in memory that can break down. Thread-safe. */
final class MemoryZone implements DnsUpdater {

    final Map<RecordKey, Set<InetAddress>> records = new ConcurrentHashMap<>();
    final Set<Hostname> stuck = ConcurrentHashMap.newKeySet();
    volatile boolean broken;
    volatile Pause before = update -> {};
    volatile Pause after = update -> {};

    /** What is waited for before an update is carried out, or before anybody hears that it was. */
    @FunctionalInterface
    interface Pause {
        void update(Update update) throws InterruptedException;
    }

    Set<InetAddress> addresses(Hostname host, AddressFamily family) {
        return records.getOrDefault(new RecordKey(host, family), Set.of());
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.standard().withBatchSize(100);
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("memory:zone");
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        before.update(update);
        if (broken || stuck.contains(update.host())) {
            return UpdateReport.failed(
                    update, Outcome.failed(FailureReason.UNREACHABLE, Retry.backoff(), "the zone has broken down"));
        }
        for (AddressFamily family : AddressFamily.values()) {
            if (update.goal(family) instanceof Goal.Publish publish) {
                records.put(new RecordKey(update.host(), family), publish.addresses());
            } else if (update.goal(family) instanceof Goal.Remove) {
                records.remove(new RecordKey(update.host(), family));
            }
        }
        after.update(update);
        return UpdateReport.published(update);
    }
}

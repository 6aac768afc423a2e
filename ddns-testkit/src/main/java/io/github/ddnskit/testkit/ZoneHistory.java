package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Wires;
import io.github.ddnskit.testkit.internal.Zone;
import io.github.ddnskit.testkit.internal.ZoneData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The latest versions of all zones: each shares with the one before what did not change, so to remember costs little.
 * Thread-safe.
 */
final class ZoneHistory {

    private static final int MOST = 1000;

    private final Deque<Version> versions = new ArrayDeque<>();

    synchronized void add(Instant since, Zone zone) {
        if (versions.size() == MOST) {
            versions.removeFirst();
        }
        versions.addLast(new Version(since, zone, zone.data()));
        notifyAll();
    }

    /** What the name had in each version in which that was something else than before. */
    List<ZoneVersion> of(Name name, Zone zone) {
        List<Version> copy;
        synchronized (this) {
            copy = List.copyOf(versions);
        }
        List<ZoneVersion> history = new ArrayList<>();
        List<Record> before = List.of();
        for (Version version : copy) {
            if (version.zone.equals(zone)) {
                List<Record> now = version.data.records(name);
                if (history.isEmpty() || !isSame(before, now)) {
                    history.add(new ZoneVersion(
                            version.data.serial(),
                            version.since,
                            now.stream().map(Wires::line).toList()));
                }
                before = now;
            }
        }
        return history;
    }

    /** Waits until a change makes it true; whether it is true. */
    synchronized boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** Records are equal whatever their TTL, but this is history. */
    private static boolean isSame(List<Record> before, List<Record> now) {
        if (!before.equals(now)) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).getTTL() != now.get(i).getTTL()) {
                return false;
            }
        }
        return true;
    }

    private record Version(Instant since, Zone zone, ZoneData data) {}
}

package io.github.ddnskit.gateway;

import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts requests by whoever sends them (GCRA, as ITU-T I.371 calls it: a time for each, and no list of requests). Of
 * those who send little nothing is kept. Thread-safe.
 */
final class Rates {

    private static final int SWEEP_FROM = 10_000;
    private static final int MOST = 1_000_000;

    private final Clock clock;
    private final Map<String, Long> due = new HashMap<>();
    private int sweepAt = SWEEP_FROM;

    Rates(Clock clock) {
        this.clock = clock;
    }

    /** Counts one request, unless it is one too many: then it tells how many milliseconds to wait. */
    synchronized long count(String who, GatewayLimits.Rate rate) {
        // in nanoseconds: a gateway behind one proxy takes thousands a second
        long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        long each = Math.max(1, rate.period().toNanos() / rate.count());
        long before = Math.max(now, due.getOrDefault(who, now));
        long allowedFrom = before + each - rate.period().toNanos();
        if (allowedFrom > now) {
            return Math.max(1, TimeUnit.NANOSECONDS.toMillis(allowedFrom - now));
        }
        if (due.size() >= sweepAt) {
            sweep(now);
        }
        due.put(who, before + each);
        return 0;
    }

    /** Forgets those whose time is over; whoever comes then counts anew, if an attack has filled even so much. */
    private void sweep(long now) {
        for (Iterator<Long> times = due.values().iterator(); times.hasNext(); ) {
            if (times.next() <= now) {
                times.remove();
            }
        }
        if (due.size() >= MOST) {
            due.clear();
        }
        sweepAt = Math.max(SWEEP_FROM, due.size() * 2);
    }
}

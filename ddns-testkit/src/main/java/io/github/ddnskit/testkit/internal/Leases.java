package io.github.ddnskit.testkit.internal;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Until when the records of a zone may stay (RFC 9664); those that are not here stay for ever. Not thread-safe. */
final class Leases {

    private final Map<Key, Lease> leases = new HashMap<>();
    private volatile @Nullable Instant next;

    private record Key(Name name, int type, ByteBuffer data) {
        static Key of(Record record) {
            return new Key(record.getName(), record.getType(), ByteBuffer.wrap(record.rdataToWireCanonical()));
        }
    }

    private record Lease(Record record, Instant end) {}

    /** Whether some lease has ended; may be asked by any thread. */
    boolean isDue(Clock clock) {
        Instant first = next;
        return first != null && !first.isAfter(clock.instant());
    }

    /** Notes what an update has added: for a time, or for good if nothing was granted. */
    void note(List<Record> updates, @Nullable LeaseOption granted, Instant now) {
        if (granted == null && leases.isEmpty()) {
            return;
        }
        for (Record record : updates) {
            if (record.getDClass() != DClass.IN) {
                continue;
            }
            if (granted == null) {
                leases.remove(Key.of(record));
            } else {
                leases.put(Key.of(record), new Lease(record, now.plus(granted.of(record.getType()))));
            }
        }
        findNext();
    }

    /** The records whose lease has ended, which are forgotten. */
    List<Record> ended(Instant now) {
        List<Record> ended = new ArrayList<>();
        leases.values().removeIf(lease -> {
            boolean over = !lease.end.isAfter(now);
            if (over) {
                ended.add(lease.record);
            }
            return over;
        });
        findNext();
        return ended;
    }

    private void findNext() {
        next = leases.values().stream()
                .map(Lease::end)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}

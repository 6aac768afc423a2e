package io.github.ddnskit.testkit.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The latest changes of a zone, for those who have an older version of it (RFC 1995). Not thread-safe. */
final class Journal {

    /** Whoever is further behind gets the whole zone. */
    static final int MOST_CHANGES = 256;

    private final Deque<Change> changes = new ArrayDeque<>();

    void add(ZoneData before, ZoneData after, Collection<Name> touched) {
        if (changes.size() == MOST_CHANGES) {
            changes.removeFirst();
        }
        changes.addLast(new Change(before, after, Set.copyOf(touched)));
    }

    /** All changes since a serial, the oldest first; null if they do not reach back so far. */
    @Nullable
    List<Change> since(long serial) {
        List<Change> found = new ArrayList<>();
        for (Change change : changes) {
            if (!found.isEmpty() || change.before.serial() == serial) {
                found.add(change);
            }
        }
        return found.isEmpty() ? null : found;
    }

    /** What one update did. What it consists of is found out only if somebody asks: few do. */
    record Change(ZoneData before, ZoneData after, Set<Name> touched) {

        SOARecord from() {
            return before.soa();
        }

        SOARecord to() {
            return after.soa();
        }

        List<Record> deleted() {
            return difference(before, after);
        }

        List<Record> added() {
            return difference(after, before);
        }

        /** What one has and the other has not, or has with another TTL or spelling; but not the SOA. */
        private List<Record> difference(ZoneData one, ZoneData other) {
            List<Record> only = new ArrayList<>();
            for (Name name : touched) {
                Set<ByteBuffer> there = new HashSet<>();
                other.records(name).forEach(record -> there.add(wire(record)));
                one.records(name).stream()
                        .filter(record -> record.getType() != Type.SOA && !there.contains(wire(record)))
                        .forEach(only::add);
            }
            return only;
        }

        private static ByteBuffer wire(Record record) {
            return ByteBuffer.wrap(record.toWire(Section.ANSWER));
        }
    }
}

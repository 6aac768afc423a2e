package io.github.ddnskit.testkit.internal;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Serial;

/**
 * The messages of a transfer: the SOA, everything else, the SOA again (RFC 5936 section 2.2), or only what changed (RFC
 * 1995 section 4). Stateless.
 */
final class ZoneTransfer {

    /** Well below the 65535 of a message, with room for what else is in it. */
    private static final int MOST_OCTETS = 16_000;

    private ZoneTransfer() {}

    /** The whole zone. */
    static List<List<Record>> whole(ZoneData zone) {
        List<Record> all = new ArrayList<>(zone.records());
        all.add(zone.soa());
        return cut(all);
    }

    /**
     * What a client needs that has the version of a serial: nothing, what changed, however much that is, or the whole zone
     * if that is not known any more.
     */
    static List<List<Record>> since(long serial, Zone zone) {
        ZoneData now;
        List<Journal.Change> changes;
        synchronized (zone) {
            now = zone.data();
            changes = zone.changesSince(serial);
        }
        if (Serial.compare(serial, now.serial()) >= 0) {
            return List.of(List.of(now.soa()));
        }
        if (changes == null) {
            return whole(now);
        }
        List<Record> differences = new ArrayList<>();
        differences.add(now.soa());
        for (Journal.Change change : changes) {
            differences.add(change.from());
            differences.addAll(change.deleted());
            differences.add(change.to());
            differences.addAll(change.added());
        }
        differences.add(now.soa());
        return cut(differences);
    }

    private static List<List<Record>> cut(List<Record> all) {
        List<List<Record>> messages = new ArrayList<>();
        List<Record> current = new ArrayList<>();
        int octets = 0;
        for (Record record : all) {
            int size = record.toWire(Section.ANSWER).length;
            if (octets + size > MOST_OCTETS && !current.isEmpty()) {
                messages.add(current);
                current = new ArrayList<>();
                octets = 0;
            }
            current.add(record);
            octets += size;
        }
        messages.add(current);
        return messages;
    }
}

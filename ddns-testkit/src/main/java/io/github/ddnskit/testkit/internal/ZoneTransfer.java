package io.github.ddnskit.testkit.internal;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Cuts a zone into the messages of a transfer (RFC 5936): the SOA, everything else, the SOA again. Stateless. */
final class ZoneTransfer {

    /** Well below the 65535 of a message, with room for what else is in it. */
    private static final int MOST_OCTETS = 16_000;

    private ZoneTransfer() {}

    static List<List<Record>> answers(ZoneData zone) {
        List<Record> all = new ArrayList<>(zone.records());
        all.add(zone.soa());
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

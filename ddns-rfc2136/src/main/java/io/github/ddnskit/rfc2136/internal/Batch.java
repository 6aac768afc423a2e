package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Updates that travel in one message, by their places in the list that holds them all. Immutable.
 *
 * @param zone the zone that holds their names
 * @param places the places
 * @param tries how often it went out without a reply
 */
record Batch(Hostname zone, List<Integer> places, int tries) {

    static final int HEADER_AND_SIGNATURE = 12 + 1024;

    /** How much one message can hold besides. */
    static final int MOST_OCTETS = 65_535 - HEADER_AND_SIGNATURE;

    private static final int RECORD_OCTETS = 10; // type, class, TTL and length
    private static final int POINTER_OCTETS = 2; // to the zone, which stands in every message
    private static final int MX_OCTETS = 2 + 255;

    int size() {
        return places.size();
    }

    Batch again() {
        return new Batch(zone, places, tries + 1);
    }

    List<Batch> halves() {
        int middle = places.size() / 2;
        return List.of(
                new Batch(zone, places.subList(0, middle), 0),
                new Batch(zone, places.subList(middle, places.size()), 0));
    }

    /**
     * The message. Whatever is deleted is deleted before anything is added, since there are servers that delete first
     * whatever the order (PowerDNS).
     */
    Message message(List<Update> all, Duration ttl) {
        Message message = Message.newUpdate(Names.of(zone));
        List<Record> additions = new ArrayList<>();
        for (int place : places) {
            Message one = UpdateMessage.of(all.get(place), zone, ttl);
            one.getSection(Section.PREREQ).forEach(record -> message.addRecord(record, Section.PREREQ));
            for (Record record : one.getSection(Section.UPDATE)) {
                if (record.getDClass() == DClass.IN) {
                    additions.add(record);
                } else {
                    message.addRecord(record, Section.UPDATE);
                }
            }
        }
        additions.forEach(record -> message.addRecord(record, Section.UPDATE));
        return message;
    }

    /** How many octets an update takes in a message at most. */
    static int octets(Update update, Hostname zone) {
        int owner = Math.max(0, update.host().ascii().length() - zone.ascii().length()) + 1 + POINTER_OCTETS;
        int record = owner + RECORD_OCTETS;
        int sum = record; // the prerequisite
        for (AddressFamily family : AddressFamily.values()) {
            Goal goal = update.goal(family);
            int address = family == AddressFamily.IPV4 ? 4 : 16;
            sum += goal instanceof Goal.Keep ? 0 : record;
            sum += goal instanceof Goal.Publish publish ? publish.addresses().size() * (record + address) : 0;
        }
        int wildcard = update.options().wildcard() ? sum + 2 * POINTER_OCTETS * sum / RECORD_OCTETS : 0;
        int exchanger = update.options().mailExchanger() == null ? 0 : 2 * record + MX_OCTETS;
        return sum + wildcard + exchanger;
    }
}

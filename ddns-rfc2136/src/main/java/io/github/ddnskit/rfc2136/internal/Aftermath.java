package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What an UPDATE message leaves behind if it is carried out, told by its update section alone, and a look at whether a
 * server holds just that.
 */
final class Aftermath {

    /** What a server turned out to hold. */
    enum Look {
        /** All that the message leaves behind. */
        IN_PLACE,
        /** Something else. */
        NOT_IN_PLACE,
        /** The server did not say, or the message leaves nothing behind that can be seen. */
        CANNOT_TELL
    }

    private record Key(Name name, int type) {}

    /** The records of one type at one name: all of them, or some that are there and some that are not. */
    private static final class Rrset {
        private final Set<Record> present = new TreeSet<>();
        private final Set<Record> absent = new TreeSet<>();
        private boolean complete;

        void clear() {
            present.clear();
            absent.clear();
            complete = true;
        }

        void add(Record record) {
            absent.remove(record);
            present.remove(record); // the last TTL counts
            present.add(record);
        }

        void remove(Record record) {
            present.remove(record);
            absent.add(record);
        }

        boolean isHeldBy(List<Record> records) {
            Set<Long> ttls = present.stream().map(Record::getTTL).collect(Collectors.toSet());
            return records.containsAll(present)
                    && absent.stream().noneMatch(records::contains)
                    && (!complete || records.size() == present.size())
                    && records.stream()
                            .filter(present::contains)
                            .allMatch(record -> ttls.size() > 1 || ttls.contains(record.getTTL()));
        }
    }

    private static final Set<Integer> APEX_TYPES = Set.of(Type.SOA, Type.NS, Type.ANY);

    private final Name zone;
    private final Set<Name> wiped = new LinkedHashSet<>();
    private final Map<Key, Rrset> rrsets = new LinkedHashMap<>();

    private Aftermath(Name zone) {
        this.zone = zone;
    }

    static Aftermath of(Message update) {
        Aftermath aftermath = new Aftermath(update.getQuestion().getName());
        for (Record change : update.getSection(Section.UPDATE)) {
            aftermath.apply(change);
        }
        return aftermath;
    }

    /** Asks for all of it. */
    Look look(DnsServer server, Deadline deadline) throws InterruptedException {
        Look look = Look.CANNOT_TELL;
        try {
            for (Map.Entry<Key, Rrset> each : visible().entrySet()) {
                Key key = each.getKey();
                Message reply = server.ask(question(key), deadline);
                boolean answers = reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN;
                if (!answers || !reply.getHeader().getFlag(Flags.AA)) {
                    return Look.CANNOT_TELL;
                }
                if (!each.getValue().isHeldBy(held(reply, key))) {
                    return Look.NOT_IN_PLACE;
                }
                look = Look.IN_PLACE;
            }
        } catch (IOException e) {
            return Look.CANNOT_TELL;
        }
        return look;
    }

    private void apply(Record change) {
        Name name = change.getName();
        int type = change.getType();
        switch (change.getDClass()) {
            case DClass.ANY -> {
                if (type == Type.ANY) {
                    rrsets.keySet().removeIf(key -> key.name().equals(name));
                    wiped.add(name);
                } else {
                    rrset(name, type).clear();
                }
            }
            case DClass.NONE -> rrset(name, type).remove(inClassIn(change));
            default -> rrset(name, type).add(change);
        }
    }

    private Rrset rrset(Name name, int type) {
        Rrset rrset = rrsets.computeIfAbsent(new Key(name, type), key -> new Rrset());
        rrset.complete |= wiped.contains(name);
        return rrset;
    }

    /** What is to be seen: where a name was deleted and nothing added, that it has no records. */
    private Map<Key, Rrset> visible() {
        Map<Key, Rrset> visible = new LinkedHashMap<>(rrsets);
        for (Name name : wiped) {
            if (rrsets.keySet().stream().noneMatch(key -> key.name().equals(name))) {
                Rrset none = new Rrset();
                none.clear();
                visible.put(new Key(name, Type.ANY), none);
            }
        }
        // Servers keep these whatever a message says.
        visible.keySet().removeIf(key -> key.name().equals(zone) && APEX_TYPES.contains(key.type()));
        return visible;
    }

    private static Record inClassIn(Record record) {
        return Record.newRecord(record.getName(), record.getType(), DClass.IN, 0, ZoneText.rdataWire(record));
    }

    private static Message question(Key key) {
        Message message = Message.newQuery(Record.newRecord(key.name(), key.type(), DClass.IN));
        message.getHeader().unsetFlag(Flags.RD);
        return message;
    }

    private static List<Record> held(Message reply, Key key) {
        List<Record> held = new ArrayList<>();
        for (Record record : reply.getSection(Section.ANSWER)) {
            boolean ofType = key.type() == Type.ANY
                    ? record.getType() != Type.RRSIG && record.getType() != Type.NSEC
                    : record.getType() == key.type();
            if (ofType && record.getName().equals(key.name())) {
                held.add(record);
            }
        }
        return held;
    }
}

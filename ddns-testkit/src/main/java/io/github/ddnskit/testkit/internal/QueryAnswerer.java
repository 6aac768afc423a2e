package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.ip.IpLiteral;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Answers one question from the zones that a client sees (RFC 1034 section 4.3.2, RFC 4592 for wildcards, RFC 2308 for
 * what is not there). Aliases are followed through all of them. Of what RFC 8482 offers for a question of type ANY, it
 * gives all there is, as BIND, Knot DNS and PowerDNS do unless told otherwise. Used once.
 */
final class QueryAnswerer {

    private static final int LONGEST_CHAIN = 16;
    /** Types from here to 255 are no data: QTYPEs and meta-TYPEs. */
    private static final int FIRST_QTYPE = 128;

    private final Zones.View zones;
    private final Client client;
    private final Set<Habit> habits;
    private final Message reply;

    QueryAnswerer(Zones.View zones, Client client, Set<Habit> habits, Message reply) {
        this.zones = zones;
        this.client = client;
        this.habits = habits;
        this.reply = reply;
    }

    /** Fills the sections of a reply that has the question, and its flags and code. */
    void answer(Record question) {
        int type = question.getType();
        Name name = question.getName();
        Zone zone = zones.answering(name, type);
        if (type == Type.MAILA || type == Type.MAILB) {
            reply.getHeader().setRcode(Rcode.NOTIMP);
        } else if (isMeta(type) && type != Type.ANY && type != Type.IXFR) {
            reply.getHeader().setRcode(Rcode.FORMERR);
        } else if (zone == null || question.getDClass() != DClass.IN) {
            reply.getHeader().setRcode(Rcode.REFUSED);
        } else if (type == Type.IXFR) {
            // over UDP the newest SOA tells the client to come by TCP if it is behind (RFC 1995 section 2)
            follow(zone, zone.apex(), Type.SOA);
        } else {
            follow(zone, name, type);
        }
    }

    private static boolean isMeta(int type) {
        return type == Type.OPT || (type >= FIRST_QTYPE && type <= 255);
    }

    private void follow(Zone first, Name start, int type) {
        Set<Name> seen = new HashSet<>();
        Zone zone = first;
        Name name = start;
        while (seen.size() < LONGEST_CHAIN && seen.add(name)) {
            Name target = new Step(zone.data(), name, type).take(zone.rules().whoami(), seen.size() == 1);
            Zone next = target == null ? null : zones.answering(target, type);
            if (target == null || next == null || (next != first && habits.contains(Habit.STAYS_IN_THE_ZONE))) {
                return;
            }
            zone = next;
            name = target;
        }
    }

    /** What one zone says of one name. */
    private final class Step {

        private final ZoneData zone;
        private final Name name;
        private final int type;

        Step(ZoneData zone, Name name, int type) {
            this.zone = zone;
            this.name = name;
            this.type = type;
        }

        /** Answers; what the name is an alias of, or null when there is no more to say. */
        @Nullable
        Name take(@Nullable Name whoami, boolean first) {
            Name cut = cutAbove();
            if (cut != null) {
                refer(cut);
                return null;
            }
            if (first) {
                reply.getHeader().setFlag(Flags.AA);
            }
            if (name.equals(whoami)) {
                tellAddress();
                return null;
            }
            RrSet dname = dnameAbove();
            if (dname != null) {
                return substitute(dname);
            }
            ZoneData.Node node = zone.node(name);
            Function<RrSet, List<Record>> spelling = RrSet::records;
            if (node == null) {
                node = zone.node(zone.wildcardFor(name));
                spelling = set -> set.ownedBy(name);
                if (node == null) {
                    reply.getHeader().setRcode(Rcode.NXDOMAIN);
                    addSoa();
                    return null;
                }
            }
            if (type == Type.ANY && !node.sets().isEmpty()) {
                for (RrSet set : node.sets()) {
                    add(spelling.apply(set), Section.ANSWER);
                }
                return null;
            }
            RrSet set = node.find(type);
            RrSet alias = node.find(Type.CNAME);
            if (set != null) {
                add(spelling.apply(set), Section.ANSWER);
                addAddresses(set.records(), false);
            } else if (alias != null) {
                add(spelling.apply(alias), Section.ANSWER);
                return ((CNAMERecord) alias.records().get(0)).getTarget();
            } else {
                addSoa();
            }
            return null;
        }

        /** The topmost delegation at or above the name, or null; a question for DS is for the parent's side of it. */
        private @Nullable Name cutAbove() {
            Name cut = cutAbove(zone, name);
            return cut != null && cut.equals(name) && type == Type.DS ? null : cut;
        }

        private static @Nullable Name cutAbove(ZoneData zone, Name name) {
            Name found = null;
            for (Name at = name; !at.equals(zone.apex()); at = new Name(at, 1)) {
                if (zone.find(at, Type.NS) != null) {
                    found = at;
                }
            }
            return found;
        }

        private void refer(Name cut) {
            RrSet servers = zone.find(cut, Type.NS);
            if (servers != null) {
                add(servers.records(), Section.AUTHORITY);
                addAddresses(servers.records(), habits.contains(Habit.REFERS_WITH_GLUE_ONLY));
            }
        }

        /** The addresses of what the records point to, as far as they are here: glue, or what is as good as an answer. */
        private void addAddresses(List<Record> records, boolean glueOnly) {
            for (Record record : records) {
                Name target = record.getAdditionalName();
                ZoneData there = target == null ? null : whereToLook(target);
                if (target == null || there == null) {
                    continue;
                }
                boolean glue = cutAbove(there, target) != null;
                if (glue || !glueOnly) {
                    ZoneData.Node node = glue ? there.node(target) : there.nodeOrWildcard(target);
                    addAddresses(target, node);
                }
            }
        }

        private void addAddresses(Name target, ZoneData.@Nullable Node node) {
            for (int kind : new int[] {Type.A, Type.AAAA}) {
                RrSet addresses = node == null ? null : node.find(kind);
                if (addresses != null && !reply.findRRset(target, kind)) {
                    boolean synthesized = addresses.records().get(0).getName().isWild() && !target.isWild();
                    add(synthesized ? addresses.ownedBy(target) : addresses.records(), Section.ADDITIONAL);
                }
            }
        }

        /** Glue is here; other addresses may be in another zone. */
        private @Nullable ZoneData whereToLook(Name target) {
            if (zone.covers(target)) {
                return zone;
            }
            Zone other = habits.contains(Habit.STAYS_IN_THE_ZONE) ? null : zones.covering(target);
            return other == null ? null : other.data();
        }

        /** The address of the client, in the type that was asked for, or as text. */
        private void tellAddress() {
            InetAddress address = client.address();
            if (type == Type.A && address instanceof Inet4Address) {
                add(List.of(new ARecord(name, DClass.IN, 0, address)), Section.ANSWER);
            } else if (type == Type.AAAA && address instanceof Inet6Address) {
                add(List.of(new AAAARecord(name, DClass.IN, 0, address)), Section.ANSWER);
            } else if (type == Type.TXT) {
                add(List.of(new TXTRecord(name, DClass.IN, 0, IpLiteral.format(address))), Section.ANSWER);
            } else {
                addSoa();
            }
        }

        private @Nullable RrSet dnameAbove() {
            for (Name at = name; !at.equals(zone.apex()); ) {
                at = new Name(at, 1);
                RrSet found = zone.find(at, Type.DNAME);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        /** RFC 6672 section 3.2. */
        private @Nullable Name substitute(RrSet dname) {
            DNAMERecord record = (DNAMERecord) dname.records().get(0);
            add(dname.records(), Section.ANSWER);
            try {
                Name target = name.fromDNAME(record);
                add(List.of(new CNAMERecord(name, DClass.IN, record.getTTL(), target)), Section.ANSWER);
                return target;
            } catch (NameTooLongException e) {
                reply.getHeader().setRcode(Rcode.YXDOMAIN);
                return null;
            }
        }

        private void addSoa() {
            SOARecord soa = zone.soa();
            boolean zero =
                    type == Type.SOA && reply.getRcode() == Rcode.NXDOMAIN && habits.contains(Habit.NO_SOA_FOR_NO_TIME);
            long ttl = zero ? 0 : Math.min(soa.getTTL(), soa.getMinimum()); // RFC 2308 section 3
            add(List.of(RrSet.withTtl(soa, ttl)), Section.AUTHORITY);
        }
    }

    private void add(List<Record> records, int section) {
        records.forEach(record -> reply.addRecord(record, section));
    }
}

package io.github.ddnskit.testkit.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
import org.xbill.DNS.Type;

/**
 * Answers one question from one zone (RFC 1034 section 4.3.2, RFC 4592 for wildcards, RFC 2308 for what is not there).
 * Used once.
 */
final class QueryAnswerer {

    private static final int LONGEST_CHAIN = 16;
    /** Types from here to 255 are no data: QTYPEs and meta-TYPEs. */
    private static final int FIRST_QTYPE = 128;

    private final ZoneData zone;
    private final Message reply;

    private QueryAnswerer(ZoneData zone, Message reply) {
        this.zone = zone;
        this.reply = reply;
    }

    /** Fills the sections of a reply that has the question, and its flags and code. */
    static void answer(ZoneData zone, Record question, Message reply) {
        int type = question.getType();
        if (type == Type.MAILA || type == Type.MAILB) {
            reply.getHeader().setRcode(Rcode.NOTIMP);
        } else if (isMeta(type) && type != Type.ANY && type != Type.IXFR) {
            reply.getHeader().setRcode(Rcode.FORMERR);
        } else if (!zone.covers(question.getName()) || question.getDClass() != DClass.IN) {
            reply.getHeader().setRcode(Rcode.REFUSED);
        } else if (type == Type.IXFR) {
            // over UDP the newest SOA tells the client to come by TCP if it is behind (RFC 1995 section 2)
            new QueryAnswerer(zone, reply).follow(zone.apex(), Type.SOA);
        } else {
            new QueryAnswerer(zone, reply).follow(question.getName(), type);
        }
    }

    private static boolean isMeta(int type) {
        return type == Type.OPT || (type >= FIRST_QTYPE && type <= 255);
    }

    private void follow(Name start, int type) {
        Set<Name> seen = new HashSet<>();
        @Nullable Name name = start;
        while (name != null && zone.covers(name) && seen.size() < LONGEST_CHAIN && seen.add(name)) {
            name = step(name, type, seen.size() == 1);
        }
    }

    /** Answers for one name; what it is an alias of, or null when there is no more to say. */
    private @Nullable Name step(Name name, int type, boolean first) {
        Name cut = cutAbove(name, type);
        if (cut != null) {
            refer(cut);
            return null;
        }
        if (first) {
            reply.getHeader().setFlag(Flags.AA);
        }
        RrSet dname = dnameAbove(name);
        if (dname != null) {
            return substitute(name, dname);
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
            addAddresses(set.records());
        } else if (alias != null) {
            add(spelling.apply(alias), Section.ANSWER);
            return ((CNAMERecord) alias.records().get(0)).getTarget();
        } else {
            addSoa();
        }
        return null;
    }

    /** The topmost delegation at or above the name, or null; a question for DS is for the parent's side of it. */
    private @Nullable Name cutAbove(Name name, int type) {
        Name found = null;
        for (Name at = name; !at.equals(zone.apex()); at = new Name(at, 1)) {
            if (zone.find(at, Type.NS) != null && !(type == Type.DS && at.equals(name))) {
                found = at;
            }
        }
        return found;
    }

    private void refer(Name cut) {
        RrSet servers = zone.find(cut, Type.NS);
        if (servers != null) {
            add(servers.records(), Section.AUTHORITY);
            addAddresses(servers.records());
        }
    }

    /** The addresses of what the records point to, as far as they are here, glue too. */
    private void addAddresses(List<Record> records) {
        for (Record record : records) {
            Name target = record.getAdditionalName();
            if (target != null && zone.covers(target)) {
                for (int type : new int[] {Type.A, Type.AAAA}) {
                    RrSet addresses = zone.find(target, type);
                    if (addresses != null && !reply.findRRset(target, type)) {
                        add(addresses.records(), Section.ADDITIONAL);
                    }
                }
            }
        }
    }

    private @Nullable RrSet dnameAbove(Name name) {
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
    private @Nullable Name substitute(Name name, RrSet dname) {
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
        add(List.of(RrSet.withTtl(soa, Math.min(soa.getTTL(), soa.getMinimum()))), Section.AUTHORITY);
    }

    private void add(List<Record> records, int section) {
        records.forEach(record -> reply.addRecord(record, section));
    }
}

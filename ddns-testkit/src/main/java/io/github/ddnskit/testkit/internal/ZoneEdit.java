package io.github.ddnskit.testkit.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

/**
 * Changes a zone record by record as RFC 2136 section 3.4.2 wants it; what came out is taken or left as a whole. What
 * must not be done is ignored without a word, as the RFC says. Not thread-safe.
 */
final class ZoneEdit {

    private static final int MD = 3;
    private static final int MF = 4;

    private final ZoneData before;
    private final Set<Name> touched = new HashSet<>();
    private ZoneData zone;
    private boolean serialSet;

    ZoneEdit(ZoneData before) {
        this.before = before;
        this.zone = before;
    }

    /** The zone as edited so far. */
    ZoneData zone() {
        return zone;
    }

    /** Takes a record into a new zone. */
    void load(Record record) {
        put(record);
    }

    /** Section 3.4.2 for one record of the update section, which the prescan has let pass. */
    void apply(Record record) {
        Name name = record.getName();
        switch (record.getDClass()) {
            case DClass.ANY -> {
                if (record.getType() == Type.ANY) {
                    deleteAll(name);
                } else if (!isProtected(name, record.getType())) {
                    remove(name, record.getType());
                }
            }
            case DClass.NONE -> delete(record);
            default -> {
                if (mayAdd(record)) {
                    put(record);
                }
            }
        }
    }

    /** The zone after the update: with another serial if anything changed, else the one before. */
    ZoneData finish() {
        touched.forEach(this::removeOrphanedDs);
        if (touched.stream().allMatch(name -> sameSets(before.node(name), zone.node(name)))) {
            return before;
        }
        return serialSet ? zone : withNextSerial(zone);
    }

    private boolean mayAdd(Record record) {
        Name name = record.getName();
        int type = record.getType();
        boolean atApex = name.equals(zone.apex());
        if (type == MD || type == MF) {
            return false; // RFC 1123 section 6.1.2 wants them in no zone any more
        }
        if ((type == Type.NS || type == Type.DNAME) && name.isWild()) {
            return false; // means nothing: RFC 4592 sections 4.2 and 4.4
        }
        boolean aliased = zone.find(name, Type.CNAME) != null;
        if (type == Type.CNAME ? hasMoreThanCname(name) : aliased && !besideCname(type)) {
            return false;
        }
        if (type == Type.SOA) {
            return atApex && mayReplaceSoa((SOARecord) record);
        }
        return !(atApex && type == Type.DS); // belongs into the zone above
    }

    private boolean mayReplaceSoa(SOARecord record) {
        if (Serial.compare(record.getSerial(), zone.soa().getSerial()) <= 0) {
            return false;
        }
        serialSet = true;
        return true;
    }

    private boolean hasMoreThanCname(Name name) {
        ZoneData.Node node = zone.node(name);
        return node != null
                && node.sets().stream().anyMatch(set -> set.type() != Type.CNAME && !besideCname(set.type()));
    }

    /** The types that DNSSEC puts beside a CNAME (RFC 4034 sections 3 and 4, RFC 2535 section 2.3.5). */
    private static boolean besideCname(int type) {
        return type == Type.RRSIG || type == Type.NSEC || type == Type.KEY || type == Type.SIG || type == Type.NXT;
    }

    private void put(Record raw) {
        Record record = RrSet.withTtl(raw, raw.getTTL());
        Name name = record.getName();
        RrSet set = zone.find(name, record.getType());
        List<Record> after = new ArrayList<>();
        for (Record present : set == null ? List.<Record>of() : set.records()) {
            if (present.getTTL() == record.getTTL() && RrSet.equalData(present, record)) {
                return;
            }
            if (!replaces(record, present)) {
                // the newest TTL holds for the whole set, and the newest spelling of the name
                after.add(RrSet.withTtl(present, record.getTTL()).withName(name));
            }
        }
        after.add(record);
        touched.add(name);
        zone = zone.with(name, new RrSet(record.getType(), after));
    }

    private static boolean replaces(Record record, Record present) {
        return switch (record.getType()) {
            case Type.SOA, Type.CNAME, Type.DNAME -> true;
            case Type.WKS -> sameService(record.rdataToWireCanonical(), present.rdataToWireCanonical());
            default -> RrSet.equalData(record, present);
        };
    }

    /** Address and protocol, the first five octets, make two WKS records the same (RFC 2136 section 1.1.5). */
    private static boolean sameService(byte[] one, byte[] other) {
        return Arrays.equals(one, 0, 5, other, 0, 5);
    }

    private void deleteAll(Name name) {
        ZoneData.Node node = zone.node(name);
        if (node != null) {
            for (RrSet set : node.sets()) {
                if (!isProtected(name, set.type())) {
                    remove(name, set.type());
                }
            }
        }
    }

    private void delete(Record record) {
        Name name = record.getName();
        RrSet set = zone.find(name, record.getType());
        if (set == null || (isProtected(name, record.getType()) && isLast(set))) {
            return;
        }
        List<Record> left = set.records().stream()
                .filter(present -> !RrSet.equalData(present, record))
                .toList();
        if (left.isEmpty()) {
            remove(name, record.getType());
        } else if (left.size() < set.records().size()) {
            touched.add(name);
            zone = zone.with(name, new RrSet(set.type(), left));
        }
    }

    private static boolean isLast(RrSet set) {
        return set.type() == Type.SOA || set.records().size() == 1;
    }

    /** SOA and NS of the apex stay: text of section 3.4.2.4, which its pseudocode forgets. */
    private boolean isProtected(Name name, int type) {
        return name.equals(zone.apex()) && (type == Type.SOA || type == Type.NS);
    }

    private void remove(Name name, int type) {
        touched.add(name);
        zone = zone.without(name, type);
    }

    /** BIND keeps no DS where no NS delegates any more. */
    private void removeOrphanedDs(Name name) {
        if (zone.find(name, Type.NS) == null) {
            zone = zone.without(name, Type.DS);
        }
    }

    private static boolean sameSets(ZoneData.@Nullable Node one, ZoneData.@Nullable Node other) {
        List<RrSet> left = one == null ? List.of() : one.sets();
        if (left.size() != (other == null ? 0 : other.sets().size())) {
            return false;
        }
        for (RrSet set : left) {
            RrSet match = other == null ? null : other.find(set.type());
            if (match == null || !set.sameContent(match)) {
                return false;
            }
        }
        return true;
    }

    /** One more in the arithmetic of RFC 1982, never 0: RFC 2136 section 4.6 leaves how, BIND skips 0. */
    private static ZoneData withNextSerial(ZoneData zone) {
        SOARecord soa = zone.soa();
        long next = (soa.getSerial() + 1) & 0xFFFFFFFFL;
        SOARecord bumped = new SOARecord(
                soa.getName(),
                DClass.IN,
                soa.getTTL(),
                soa.getHost(),
                soa.getAdmin(),
                next == 0 ? 1 : next,
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
        return zone.with(zone.apex(), new RrSet(Type.SOA, List.of(bumped)));
    }
}

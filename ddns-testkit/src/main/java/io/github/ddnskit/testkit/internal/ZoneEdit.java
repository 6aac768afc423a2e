package io.github.ddnskit.testkit.internal;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
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
    private final Set<Habit> habits;
    private final Set<Name> touched = new HashSet<>();
    private ZoneData zone;
    private boolean serialSet;

    ZoneEdit(ZoneData before, Set<Habit> habits) {
        this.before = before;
        this.habits = habits;
        this.zone = before;
    }

    /** The zone as edited so far. */
    ZoneData zone() {
        return zone;
    }

    /** Where it was edited. */
    Set<Name> touched() {
        return touched;
    }

    /** Takes a record into a new zone. */
    void load(Record record) {
        put(record);
    }

    /** Section 3.4.2 for an update section that the prescan has let pass; not NOERROR if nothing of it shall be done. */
    int applyAll(List<Record> updates) {
        if (habits.contains(Habit.DELETES_FIRST)) {
            return new DeletesFirst(this, updates).apply();
        }
        for (Record record : updates) {
            if (habits.contains(Habit.NOTHING_BELOW_DNAME) && Integrity.breaksDname(zone, record)) {
                return Rcode.REFUSED;
            }
            apply(record);
        }
        boolean whole = zone == before || !habits.contains(Habit.CHECKS_INTEGRITY) || Integrity.of(zone, updates);
        return whole ? Rcode.NOERROR : Rcode.REFUSED;
    }

    /** Section 3.4.2 for one record of the update section. */
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
    ZoneData finish(Clock clock) {
        if (touched.stream().allMatch(name -> sameSets(before.node(name), zone.node(name)))) {
            return before;
        }
        if (habits.contains(Habit.IGNORES_WHAT_MEANS_NOTHING)) {
            touched.forEach(this::removeOrphanedDs);
        }
        return serialSet ? zone : withNextSerial(zone, leastSerial(clock));
    }

    private boolean mayAdd(Record record) {
        Name name = record.getName();
        int type = record.getType();
        boolean atApex = name.equals(zone.apex());
        if (habits.contains(Habit.IGNORES_WHAT_MEANS_NOTHING) && meansNothing(type, name, atApex)) {
            return false;
        }
        boolean aliased = zone.find(name, Type.CNAME) != null;
        if (type == Type.CNAME ? hasMoreThanCname(name) : aliased && !besideCname(type)) {
            return false;
        }
        if (type == Type.SOA) {
            return atApex ? mayReplaceSoa((SOARecord) record) : habits.contains(Habit.KEEPS_ANYTHING_ANYWHERE);
        }
        return true;
    }

    /** Types that RFC 1123 section 6.1.2 wants in no zone; RFC 4592 sections 4.2 and 4.4; a DS of the zone above. */
    private static boolean meansNothing(int type, Name name, boolean atApex) {
        return type == MD
                || type == MF
                || ((type == Type.NS || type == Type.DNAME) && name.isWild())
                || (type == Type.DS && atApex);
    }

    private boolean mayReplaceSoa(SOARecord record) {
        if (Serial.compare(record.getSerial(), zone.soa().getSerial()) <= 0) {
            return false;
        }
        serialSet = true;
        return true;
    }

    boolean hasMoreThanCname(Name name) {
        ZoneData.Node node = zone.node(name);
        return node != null
                && node.sets().stream().anyMatch(set -> set.type() != Type.CNAME && !besideCname(set.type()));
    }

    /** The types that DNSSEC puts beside a CNAME (RFC 4034 sections 3 and 4, RFC 2535 section 2.3.5). */
    private static boolean besideCname(int type) {
        return type == Type.RRSIG || type == Type.NSEC || type == Type.KEY || type == Type.SIG || type == Type.NXT;
    }

    private void put(Record raw) {
        boolean keepsTtl = raw.getType() == Type.SOA
                && habits.contains(Habit.KEEPS_TTL_OF_SOA)
                && raw.getName().equals(zone.apex());
        Record record = RrSet.withTtl(raw, keepsTtl ? zone.soa().getTTL() : raw.getTTL());
        if (habits.contains(Habit.LOWER_CASE_NAMES)) {
            record = record.withName(lowerCase(record.getName()));
        }
        if (habits.contains(Habit.LOWER_CASE_DATA)) {
            record = RrSet.withCanonicalData(record);
        }
        Name name = record.getName();
        RrSet set = zone.find(name, record.getType());
        List<Record> after = new ArrayList<>();
        for (Record present : set == null ? List.<Record>of() : set.records()) {
            boolean ttlCounts = record.getType() == Type.CNAME || !habits.contains(Habit.KEEPS_TTL_OF_EQUAL_DATA);
            if (isSame(present, record) && (present.getTTL() == record.getTTL() || !ttlCounts)) {
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

    /** Of which types there is one record only. */
    private static boolean isAlone(int type) {
        return type == Type.SOA || type == Type.CNAME || type == Type.DNAME;
    }

    private boolean replaces(Record record, Record present) {
        if (isAlone(record.getType())) {
            return true;
        }
        return switch (record.getType()) {
            case Type.WKS -> sameService(record.rdataToWireCanonical(), present.rdataToWireCanonical());
            default -> isSame(record, present);
        };
    }

    private boolean isSame(Record one, Record other) {
        return habits.contains(Habit.COMPARES_DATA_AS_TEXT) ? RrSet.identical(one, other) : RrSet.equalData(one, other);
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

    /** Deletes a record, whatever its class and TTL. */
    void delete(Record record) {
        Name name = record.getName();
        RrSet set = zone.find(name, record.getType());
        if (set == null || (isProtected(name, record.getType()) && isLast(set))) {
            return;
        }
        List<Record> left = set.records().stream()
                .filter(present -> !isSame(present, record))
                .toList();
        if (left.isEmpty()) {
            remove(name, record.getType());
        } else if (left.size() < set.records().size()) {
            touched.add(name);
            zone = zone.with(name, new RrSet(set.type(), left));
        }
    }

    private static boolean isLast(RrSet set) {
        return set.records().size() == 1; // of an SOA there is never more
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

    private long leastSerial(Clock clock) {
        return habits.contains(Habit.SERIAL_OF_TODAY)
                ? Long.parseLong(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                                        .format(DateTimeFormatter.BASIC_ISO_DATE))
                                * 100
                        + 1
                : 0;
    }

    private static Name lowerCase(Name name) {
        return ZoneReader.name(name.toString().toLowerCase(Locale.ROOT));
    }

    /** One more in the arithmetic of RFC 1982, never 0: RFC 2136 section 4.6 leaves how, BIND skips 0. */
    private static ZoneData withNextSerial(ZoneData zone, long least) {
        SOARecord soa = zone.soa();
        long next = Math.max(least, (soa.getSerial() + 1) & 0xFFFFFFFFL);
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

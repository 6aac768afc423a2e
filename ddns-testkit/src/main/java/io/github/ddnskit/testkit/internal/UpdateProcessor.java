package io.github.ddnskit.testkit.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** UPDATE as RFC 2136 section 3 describes it, but for the habits of some servers. Immutable. */
final class UpdateProcessor {

    private static final Set<Integer> KNOWN_META_TYPES =
            Set.of(Type.OPT, Type.TKEY, Type.TSIG, Type.IXFR, Type.AXFR, Type.ANY);

    private final Set<Habit> habits;
    private final Clock clock;

    UpdateProcessor(Set<Habit> habits, Clock clock) {
        this.habits = habits;
        this.clock = clock;
    }

    /**
     * What became of an update.
     *
     * @param rcode the code for the reply
     * @param zone the zone afterwards
     * @param touched all names at which it may differ from what it was, the apex because of its serial aside
     */
    record Result(int rcode, ZoneData zone, Set<Name> touched) {}

    Result process(ZoneData zone, Request request, boolean permitted) {
        int rcode = check(zone, request, permitted);
        if (rcode != Rcode.NOERROR) {
            return new Result(rcode, zone, Set.of());
        }
        ZoneEdit edit = new ZoneEdit(zone, habits);
        rcode = edit.applyAll(request.message().getSection(Section.UPDATE));
        return rcode == Rcode.NOERROR
                ? new Result(rcode, edit.finish(clock), edit.touched())
                : new Result(rcode, zone, Set.of());
    }

    /** Sections 3.1 to 3.4.1. */
    private int check(ZoneData zone, Request request, boolean permitted) {
        List<Record> prerequisites = request.message().getSection(Section.PREREQ);
        List<Record> updates = request.message().getSection(Section.UPDATE);
        IntSupplier permission = () -> permitted ? Rcode.NOERROR : Rcode.REFUSED;
        List<IntSupplier> checks = new ArrayList<>();
        checks.add(() -> zoneSection(zone, request.message().getSection(Section.ZONE)));
        if (habits.contains(Habit.PERMISSION_FIRST)) {
            checks.add(permission);
        }
        if (habits.contains(Habit.OUTSIDE_FIRST)) {
            checks.add(() -> outside(zone, updates));
            checks.add(() -> outside(zone, prerequisites));
        }
        if (habits.contains(Habit.PRESCAN_FIRST)) {
            checks.add(() -> prescan(zone, updates));
        }
        checks.add(() -> prerequisites(zone, prerequisites));
        checks.add(permission);
        checks.add(() -> prescan(zone, updates));
        return checks.stream()
                .mapToInt(IntSupplier::getAsInt)
                .filter(rcode -> rcode != Rcode.NOERROR)
                .findFirst()
                .orElse(Rcode.NOERROR);
    }

    private static int outside(ZoneData zone, List<Record> section) {
        return section.stream().allMatch(record -> zone.covers(record.getName())) ? Rcode.NOERROR : Rcode.NOTZONE;
    }

    /** Section 3.1. */
    private static int zoneSection(ZoneData zone, List<Record> section) {
        if (section.size() != 1 || section.get(0).getType() != Type.SOA) {
            return Rcode.FORMERR;
        }
        Record asked = section.get(0);
        return switch (asked.getDClass()) {
            case DClass.IN -> asked.getName().equals(zone.apex()) ? Rcode.NOERROR : Rcode.NOTAUTH;
            case DClass.ANY, DClass.NONE -> Rcode.FORMERR;
            default -> Rcode.NOTIMP;
        };
    }

    /** Section 3.4.1. */
    private int prescan(ZoneData zone, List<Record> section) {
        for (Record record : section) {
            int rcode = prescan(zone, record);
            if (rcode != Rcode.NOERROR) {
                return rcode;
            }
        }
        return Rcode.NOERROR;
    }

    private int prescan(ZoneData zone, Record record) {
        if (!zone.covers(record.getName())) {
            return Rcode.NOTZONE;
        }
        int type = record.getType();
        boolean wellFormed = switch (record.getDClass()) {
            case DClass.IN -> !isMeta(type);
            case DClass.ANY ->
                (record.getTTL() == 0 || habits.contains(Habit.DELETES_SETS_WITH_TTL))
                        && (!isMeta(type) || type == Type.ANY);
            case DClass.NONE -> record.getTTL() == 0 && !isMeta(type);
            default -> false;
        };
        if (!wellFormed) {
            return Rcode.FORMERR;
        }
        boolean guarded = habits.contains(Habit.GUARDS_DENIAL_OF_EXISTENCE);
        if (guarded && type == Type.NSEC3) {
            return Rcode.SERVFAIL;
        }
        boolean unfit =
                habits.contains(Habit.CHECKS_HOST_NAMES) && record.getDClass() == DClass.IN && !HostNames.fit(record);
        return unfit || (guarded && type == Type.NSEC) ? Rcode.REFUSED : Rcode.NOERROR;
    }

    /** QTYPEs and meta-TYPEs (RFC 6895 section 3.1). */
    private boolean isMeta(int type) {
        return habits.contains(Habit.ADDS_UNKNOWN_META_TYPES)
                ? KNOWN_META_TYPES.contains(type)
                : type == Type.OPT || (type >= 128 && type <= 255);
    }

    /** Section 3.2; the value-dependent ones are compared as whole sets after the others have held. */
    private int prerequisites(ZoneData zone, List<Record> section) {
        Map<NameAndType, List<Record>> values = new LinkedHashMap<>();
        for (Record record : section) {
            if (record.getTTL() != 0) {
                return Rcode.FORMERR;
            }
            if (!zone.covers(record.getName())) {
                return Rcode.NOTZONE;
            }
            int rcode = Rcode.NOERROR;
            switch (record.getDClass()) {
                case DClass.ANY -> rcode = mustExist(zone, record);
                case DClass.NONE -> rcode = mustNotExist(zone, record);
                case DClass.IN ->
                    values.computeIfAbsent(
                                    new NameAndType(record.getName(), record.getType()), key -> new ArrayList<>())
                            .add(record);
                default -> rcode = Rcode.FORMERR;
            }
            if (rcode != Rcode.NOERROR) {
                return rcode;
            }
        }
        for (Map.Entry<NameAndType, List<Record>> value : values.entrySet()) {
            if (!matches(zone.find(value.getKey().name, value.getKey().type), value.getValue())) {
                return Rcode.NXRRSET;
            }
        }
        return Rcode.NOERROR;
    }

    private static int mustExist(ZoneData zone, Record record) {
        if (record.getType() == Type.ANY) {
            return inUse(zone, record.getName()) ? Rcode.NOERROR : Rcode.NXDOMAIN;
        }
        return zone.find(record.getName(), record.getType()) != null ? Rcode.NOERROR : Rcode.NXRRSET;
    }

    private static int mustNotExist(ZoneData zone, Record record) {
        if (record.getType() == Type.ANY) {
            return inUse(zone, record.getName()) ? Rcode.YXDOMAIN : Rcode.NOERROR;
        }
        return zone.find(record.getName(), record.getType()) != null ? Rcode.YXRRSET : Rcode.NOERROR;
    }

    /** A name without records of its own is not in use, whatever is below it (section 2.4.4). */
    private static boolean inUse(ZoneData zone, Name name) {
        ZoneData.Node node = zone.node(name);
        return node != null && !node.sets().isEmpty();
    }

    /** Whether the set is that of the zone, neither more nor less (section 3.2.3). */
    private boolean matches(@Nullable RrSet set, List<Record> listed) {
        List<Record> wanted =
                habits.contains(Habit.COUNTS_DUPLICATE_PREREQUISITES) ? listed : RrSet.withoutDuplicates(listed);
        return set != null
                && set.records().size() == wanted.size()
                && set.records().stream()
                        .allMatch(present -> wanted.stream().anyMatch(record -> RrSet.equalData(record, present)));
    }

    private record NameAndType(Name name, int type) {}
}

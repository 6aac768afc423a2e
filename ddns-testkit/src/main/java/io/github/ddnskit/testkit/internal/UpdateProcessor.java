package io.github.ddnskit.testkit.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * UPDATE as RFC 2136 section 3 describes it, and as BIND 9.18 does it where the RFC leaves a choice: who may not update
 * learns nothing from prerequisites, and an update section that is wrong in itself is refused before they are looked at.
 * Stateless.
 */
final class UpdateProcessor {

    private UpdateProcessor() {}

    /** What became of an update. */
    record Result(int rcode, ZoneData zone) {}

    static Result process(ZoneData zone, Request request, boolean permitted) {
        int rcode = check(zone, request, permitted);
        if (rcode != Rcode.NOERROR) {
            return new Result(rcode, zone);
        }
        ZoneEdit edit = new ZoneEdit(zone);
        request.message().getSection(Section.UPDATE).forEach(edit::apply);
        return new Result(Rcode.NOERROR, edit.finish());
    }

    private static int check(ZoneData zone, Request request, boolean permitted) {
        int rcode = zoneSection(zone, request.message().getSection(Section.ZONE));
        if (rcode == Rcode.NOERROR && !permitted) {
            rcode = Rcode.REFUSED;
        }
        if (rcode == Rcode.NOERROR) {
            rcode = prescan(zone, request.message().getSection(Section.UPDATE));
        }
        if (rcode == Rcode.NOERROR) {
            rcode = prerequisites(zone, request.message().getSection(Section.PREREQ));
        }
        return rcode;
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
    private static int prescan(ZoneData zone, List<Record> section) {
        for (Record record : section) {
            int rcode = prescan(zone, record);
            if (rcode != Rcode.NOERROR) {
                return rcode;
            }
        }
        return Rcode.NOERROR;
    }

    private static int prescan(ZoneData zone, Record record) {
        if (!zone.covers(record.getName())) {
            return Rcode.NOTZONE;
        }
        int type = record.getType();
        boolean wellFormed = switch (record.getDClass()) {
            case DClass.IN -> !isMeta(type);
            case DClass.ANY -> record.getTTL() == 0 && (!isMeta(type) || type == Type.ANY);
            case DClass.NONE -> record.getTTL() == 0 && !isMeta(type);
            default -> false;
        };
        if (!wellFormed) {
            return Rcode.FORMERR;
        }
        if (type == Type.NSEC3) {
            return Rcode.SERVFAIL; // so BIND
        }
        boolean unfit = record.getDClass() == DClass.IN && !HostNames.fit(record);
        return type == Type.NSEC || unfit ? Rcode.REFUSED : Rcode.NOERROR;
    }

    /** QTYPEs and meta-TYPEs (RFC 6895 section 3.1). */
    private static boolean isMeta(int type) {
        return type == Type.OPT || (type >= 128 && type <= 255);
    }

    /** Section 3.2; the value-dependent ones are compared as whole sets after the others have held. */
    private static int prerequisites(ZoneData zone, List<Record> section) {
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

    /** A record listed twice makes a set of two, which no zone holds: so BIND. */
    private static boolean matches(@Nullable RrSet set, List<Record> wanted) {
        return set != null
                && set.records().size() == wanted.size()
                && set.records().stream()
                        .allMatch(present -> wanted.stream().anyMatch(record -> RrSet.equalData(record, present)));
    }

    private record NameAndType(Name name, int type) {}
}

package io.github.ddnskit.testkit.internal;

import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What servers look at in a zone to refuse an update. */
final class Integrity {

    private Integrity() {}

    /** Whether the servers of the zone are whole, and the mail exchangers that these updates add. */
    static boolean of(ZoneData zone, List<Record> updates) {
        RrSet servers = zone.find(zone.apex(), Type.NS);
        return (servers == null
                        || servers.records().stream().allMatch(ns -> isWhole(zone, ((NSRecord) ns).getTarget())))
                && updates.stream()
                        .filter(record -> record.getDClass() == DClass.IN && record instanceof MXRecord)
                        .filter(mx -> holds(zone, mx))
                        .allMatch(mx -> isWhole(zone, ((MXRecord) mx).getTarget()));
    }

    /** Whether a record that is to be added has something below it that must not be there, or is there itself. */
    static boolean breaksDname(ZoneData zone, Record record) {
        Name name = record.getName();
        return record.getDClass() == DClass.IN
                && (isCovered(zone, name) || (record.getType() == Type.DNAME && zone.hasChildren(name)));
    }

    /** Whether a DNAME stands above the name. */
    private static boolean isCovered(ZoneData zone, Name name) {
        return !name.equals(zone.apex())
                && (zone.find(zone.apex(), Type.DNAME) != null || isBelow(Type.DNAME, zone, new Name(name, 1)));
    }

    private static boolean holds(ZoneData zone, Record record) {
        RrSet set = zone.find(record.getName(), record.getType());
        return set != null && set.records().stream().anyMatch(present -> RrSet.equalData(present, record));
    }

    private static boolean isWhole(ZoneData zone, Name host) {
        if (!zone.covers(host) || isBelow(Type.NS, zone, host)) {
            return true;
        }
        if (isCovered(zone, host)) {
            return false;
        }
        ZoneData.Node node = zone.nodeOrWildcard(host);
        return node != null && (node.find(Type.A) != null || node.find(Type.AAAA) != null);
    }

    /** Whether the name or one above it, below the apex, has a set of that type. */
    private static boolean isBelow(int type, ZoneData zone, Name name) {
        for (Name at = name; zone.covers(at) && !at.equals(zone.apex()); at = new Name(at, 1)) {
            if (zone.find(at, type) != null) {
                return true;
            }
        }
        return false;
    }
}

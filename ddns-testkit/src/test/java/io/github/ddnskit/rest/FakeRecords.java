package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The records of the one zone of a fake provider. Fakes call it while they hold its lock. */
final class FakeRecords {

    static final String ZONE = "example.org";

    private final List<FakeRecord> all = new ArrayList<>();
    private String zoneId = "zone-1";
    private int lastId;

    /** A record; {@code extra} is what the provider knows of it beyond DNS. */
    record FakeRecord(String id, String name, String type, String value, long ttl, ObjectNode extra) {}

    /** What the provider calls the zone where it does not use its name. */
    String zoneId() {
        return zoneId;
    }

    void reset() {
        all.clear();
        zoneId = "zone-1";
    }

    /** The zone is deleted and made again, without records. */
    void recreateZone() {
        all.clear();
        zoneId = "zone-2";
    }

    FakeRecord add(String name, String type, String value, long ttl, ObjectNode extra) {
        lastId++;
        FakeRecord added = new FakeRecord(String.valueOf(lastId), name, type, value, ttl, extra);
        all.add(added);
        return added;
    }

    /** Replaces what has the id of this one. */
    FakeRecord put(FakeRecord changed) {
        all.replaceAll(one -> one.id().equals(changed.id()) ? changed : one);
        return changed;
    }

    FakeRecord get(String id) {
        return all.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    /** Whether there was such a record. */
    boolean delete(String id) {
        return all.removeIf(one -> one.id().equals(id));
    }

    boolean deleteRrset(String name, String type) {
        return all.removeIf(one -> one.name().equals(name) && one.type().equals(type));
    }

    List<FakeRecord> rrset(String name, String type) {
        return all.stream()
                .filter(one -> one.name().equals(name) && one.type().equals(type))
                .toList();
    }

    List<FakeRecord> all() {
        return List.copyOf(all);
    }

    List<String> values(String name, String type) {
        return rrset(name, type).stream().map(FakeRecord::value).toList();
    }

    /** A name relative to the zone in full: {@code @} and the empty name are the apex. */
    static String full(String relative) {
        return relative.isEmpty() || relative.equals("@") ? ZONE : relative + "." + ZONE;
    }

    /** A full name relative to the zone. */
    static String relative(String full, String apex) {
        return full.equals(ZONE) ? apex : full.substring(0, full.length() - ZONE.length() - 1);
    }
}

package io.github.ddnskit.testkit.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Collects the records that a zone starts with. Not thread-safe. */
public final class ZoneReader {

    private static final long DEFAULT_TTL = 300;

    private final Name apex;
    private final List<Record> records = new ArrayList<>();

    public ZoneReader(String zone) {
        this.apex = name(zone);
    }

    public Name apex() {
        return apex;
    }

    /** A domain name, absolute whether it ends with a dot or not. */
    public static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a domain name: " + e.getMessage(), e);
        }
    }

    /** A record, its TTL does not matter; names in its value are absolute. */
    public static Record record(String name, String type, String value) {
        int code = Type.value(type);
        if (code < 0) {
            throw new IllegalArgumentException("there is no type \"" + type + "\", such as AAAA");
        }
        try {
            return Record.fromString(name(name), code, DClass.IN, DEFAULT_TTL, value, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no value of type " + type + ": " + e.getMessage(), e);
        }
    }

    /** Lines in which every name is absolute. */
    public void lines(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Master master = new Master(new ByteArrayInputStream(bytes), Name.root, DEFAULT_TTL)) {
            read(master);
        } catch (IOException e) {
            throw new IllegalArgumentException("\"" + text.strip() + "\" is not a record: " + e.getMessage(), e);
        }
    }

    /** A zone file, in which names without a final dot are relative to the zone. */
    public void file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            try (Master master = new Master(in, apex, DEFAULT_TTL)) {
                read(master);
            } catch (TextParseException e) {
                throw new IllegalArgumentException("in the zone file " + file + ": " + e.getMessage(), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the zone file " + file + " cannot be read", e);
        }
    }

    /** The zone, with an SOA and an NS where none was given. */
    public ZoneData zone() {
        ZoneReader whole = new ZoneReader(apex.toString());
        whole.records.addAll(records);
        if (!hasAtApex(Type.SOA)) {
            whole.lines("%1$s 3600 IN SOA ns.%1$s hostmaster.%1$s 1 3600 600 86400 60".formatted(apex));
        }
        if (!hasAtApex(Type.NS)) {
            whole.lines("%1$s 3600 IN NS ns.%1$s".formatted(apex));
            whole.lines("ns.%s 3600 IN A 127.0.0.1".formatted(apex));
        }
        ZoneEdit edit = new ZoneEdit(ZoneData.empty(apex), Set.of());
        whole.records.forEach(edit::load);
        return edit.zone();
    }

    private boolean hasAtApex(int type) {
        return records.stream()
                .anyMatch(record -> record.getType() == type && record.getName().equals(apex));
    }

    private void read(Master master) throws IOException {
        master.disableIncludes();
        for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
            if (!record.getName().subdomain(apex)) {
                throw new IllegalArgumentException(record.getName() + " is not in the zone " + apex);
            }
            if (record.getDClass() != DClass.IN) {
                throw new IllegalArgumentException("not of class IN: " + record);
            }
            if (record.getType() == Type.SOA && (!record.getName().equals(apex) || hasAtApex(Type.SOA))) {
                throw new IllegalArgumentException("a zone has one SOA, at its apex " + apex + ": " + record);
            }
            records.add(record);
        }
    }
}

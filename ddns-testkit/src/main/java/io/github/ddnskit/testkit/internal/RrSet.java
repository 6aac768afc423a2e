package io.github.ddnskit.testkit.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** The records of one type at one name, never empty. Immutable. */
record RrSet(int type, List<Record> records) {

    /** What stands between the owner's name and the rdata: type, class, TTL, length. */
    private static final int FIXED_PART = 10;

    RrSet {
        records = List.copyOf(records);
    }

    /** The records of a set share their TTL (RFC 2181 section 5.2). */
    long ttl() {
        return records.get(0).getTTL();
    }

    /** The same records for another owner: what a wildcard becomes. */
    List<Record> ownedBy(Name owner) {
        return records.stream().map(record -> record.withName(owner)).toList();
    }

    /** Equal whatever the order, with the case of names in the rdata and the TTL. */
    boolean sameContent(RrSet other) {
        return ttl() == other.ttl()
                && records.size() == other.records.size()
                && records.stream()
                        .allMatch(record -> other.records.stream().anyMatch(theirs -> identical(record, theirs)));
    }

    /** The same rdata, with the case of names in it. */
    static boolean identical(Record one, Record other) {
        return Arrays.equals(rdata(one), rdata(other));
    }

    /** The same rdata as DNS compares it. */
    static boolean equalData(Record one, Record other) {
        return one.getType() == other.getType()
                && Arrays.equals(one.rdataToWireCanonical(), other.rdataToWireCanonical());
    }

    /** Each record once. */
    static List<Record> withoutDuplicates(List<Record> records) {
        List<Record> each = new ArrayList<>();
        for (Record record : records) {
            if (each.stream().noneMatch(other -> equalData(record, other))) {
                each.add(record);
            }
        }
        return each;
    }

    /** The record in class IN with another TTL; dnsjava has no public way to say so. */
    static Record withTtl(Record record, long ttl) {
        if (record.getTTL() == ttl && record.getDClass() == DClass.IN) {
            return record;
        }
        byte[] wire = record.toWire(Section.ANSWER);
        int at = record.getName().length() + 2;
        wire[at] = 0;
        wire[at + 1] = DClass.IN;
        for (int i = 0; i < 4; i++) {
            wire[at + 2 + i] = (byte) (ttl >>> (24 - 8 * i));
        }
        return read(wire);
    }

    /** The record with the names in its rdata in lower case, where RFC 4034 section 6.2 wants that. */
    static Record withCanonicalData(Record record) {
        byte[] data = record.rdataToWireCanonical();
        byte[] wire = record.toWire(Section.ANSWER);
        System.arraycopy(data, 0, wire, wire.length - data.length, data.length);
        return read(wire);
    }

    private static Record read(byte[] wire) {
        try {
            return Record.fromWire(wire, Section.ANSWER);
        } catch (IOException e) {
            throw new IllegalStateException("a record that was read cannot be read again", e);
        }
    }

    private static byte[] rdata(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return Arrays.copyOfRange(wire, record.getName().length() + FIXED_PART, wire.length);
    }
}

package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What an API calls the fields of a record.
 *
 * @param id its id
 * @param type {@code A} or {@code AAAA}
 * @param name its name
 * @param apex what stands for the name of the zone where names are relative to it, or {@link RrsetName#FULL}
 * @param value its address
 * @param ttl its time to live
 */
record RecordFields(String id, String type, String name, String apex, String value, String ttl) {

    /** Fields of an API that gives every record its full name. */
    static RecordFields full(String id, String type, String name, String value, String ttl) {
        return new RecordFields(id, type, name, RrsetName.FULL, value, ttl);
    }

    /** The records among these that belong to an RRset. */
    List<Rrset.Item> items(RrsetName name, Iterable<JsonNode> records) throws ApiException {
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode record : records) {
            if (Json.text(record, type).equals(name.type())
                    && Json.text(record, this.name).equalsIgnoreCase(name.relative(apex))) {
                items.add(item(name, record));
            }
        }
        return items;
    }

    /** A record that is known to belong to an RRset. */
    Rrset.Item item(RrsetName name, JsonNode record) throws ApiException {
        return new Rrset.Item(
                Json.text(record, id),
                Json.address(record, value, name.family()),
                Json.lenientNumber(record, ttl),
                record);
    }

    /** A new record. */
    ObjectNode record(RrsetName name, InetAddress address) {
        return Json.object()
                .put(type, name.type())
                .put(this.name, name.relative(apex))
                .put(value, IpLiteral.format(address));
    }

    /** A new record with a time to live. */
    ObjectNode record(RrsetName name, InetAddress address, long ttl) {
        return record(name, address).put(this.ttl, ttl);
    }
}

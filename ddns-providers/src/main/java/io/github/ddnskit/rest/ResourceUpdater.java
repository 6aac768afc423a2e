package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.Arrays;

/** Publishes addresses with an API in which each record is a resource, at a path such as domains/ID/records/ID. Thread-safe. */
abstract class ResourceUpdater extends RecordUpdater {

    private final RecordFields fields;
    private final String method;
    private final String[] zones;
    private final String records;

    /**
     * Begins an updater.
     *
     * @param method what changes a record: PATCH or PUT
     * @param zones the path of the zones, and after that the segment of a zone's records
     */
    ResourceUpdater(RestBuilder<?, ?> builder, Ttls ttls, RecordFields fields, String method, String... zones) {
        super(builder, ttls);
        this.fields = fields;
        this.method = method;
        this.zones = Arrays.copyOf(zones, zones.length - 1);
        records = zones[zones.length - 1];
    }

    /** A request for the records of a zone, or for one of them. */
    final RestCall records(String method, Zone zone, String... id) {
        return RestCall.of(method, zones).below(zone.id(), records).below(id);
    }

    /** What a new record shall be. */
    ObjectNode created(Change change, InetAddress address) throws ApiException {
        return fields.record(change.name(), address, change.ttl(defaultTtl()));
    }

    /** What shall be of a record that is there, as far as it changes. */
    ObjectNode changed(Change change, Rrset.Item item, InetAddress address) throws ApiException {
        return Json.object()
                .put(fields.value(), IpLiteral.format(address))
                .put(fields.ttl(), change.ttl(item, defaultTtl()));
    }

    @Override
    final void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        send(records("POST", change.name().zone()).json(created(change, address)));
    }

    @Override
    final void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        send(records(method, change.name().zone(), item.id()).json(changed(change, item, address)));
    }

    @Override
    final void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(records("DELETE", change.name().zone(), item.id()));
    }
}

package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes addresses with the HTTP API of a PowerDNS Authoritative Server, all changes to a zone in one request.
 * Thread-safe.
 *
 * <p>An RRset that is there keeps its TTL, comments and, where the backend can be searched, disabled records; a new one
 * gets 60 seconds.
 *
 * <p>Follows <a href="https://doc.powerdns.com/authoritative/http-api/">PowerDNS's documentation</a>, and was tested
 * with PowerDNS 4.7 on 2026-11-22. An older server may answer with the whole zone, of which 64 KiB are read.
 */
public final class PowerDnsUpdater extends RestUpdater {

    private static final String MOST_FOUND = "200";

    private final String server;

    private PowerDnsUpdater(Builder builder) {
        super(
                builder,
                new Ttls(60, 0, Integer.MAX_VALUE),
                Capabilities.standard().withBatchSize(50));
        server = builder.server;
    }

    /** {@return a builder, of which the endpoint and the token must be given: what {@code api-key} is at the server} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    String place() {
        return authority() + "/" + server;
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.header("X-API-Key", login().secret());
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 1, name -> {
            JsonNode found = send(zones("GET").query("zone", name + "."));
            for (JsonNode zone : Json.elements(found, "")) {
                if (Json.text(zone, "name").equalsIgnoreCase(name + ".")) {
                    return Optional.of(new Zone(Json.text(zone, "id"), name));
                }
            }
            return Optional.empty();
        });
    }

    @Override
    Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        JsonNode zone = send(zones("GET", name.zone().id())
                .query("rrset_name", name.owner() + ".")
                .query("rrset_type", name.type()));
        for (JsonNode rrset : Json.elements(zone, "rrsets")) {
            if (Json.text(rrset, "type").equals(name.type())
                    && Json.text(rrset, "name").equalsIgnoreCase(name.owner() + ".")) {
                Set<InetAddress> addresses = new LinkedHashSet<>();
                for (JsonNode one : Json.elements(rrset, "records")) {
                    if (!one.path("disabled").asBoolean()) {
                        addresses.add(Json.address(one, "content", name.family()));
                    }
                }
                return addresses.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Rrset(addresses, Json.number(rrset, "ttl"), rrset));
            }
        }
        return Optional.empty();
    }

    @Override
    void write(Zone zone, List<Change> changes) throws ApiException, InterruptedException {
        ObjectNode body = Json.object();
        ArrayNode rrsets = body.putArray("rrsets");
        for (Change change : changes) {
            rrsets.add(rrset(change));
        }
        send(zones("PATCH", zone.id()).json(body));
    }

    private ObjectNode rrset(Change change) throws ApiException, InterruptedException {
        ArrayNode records = Json.array(List.of());
        change.addresses().forEach(address -> add(records, IpLiteral.format(address), false));
        for (String content : disabled(change.name())) {
            add(records, content, true);
        }
        ObjectNode rrset = Json.object()
                .put("name", change.name().owner() + ".")
                .put("type", change.name().type());
        if (records.isEmpty()) {
            return rrset.put("changetype", "DELETE");
        }
        rrset.put("changetype", "REPLACE").put("ttl", change.ttl(defaultTtl()));
        rrset.set("records", records);
        return rrset;
    }

    /** Disabled records, which a replacement would delete, and which a server shows in a search only. */
    private Set<String> disabled(RrsetName name) throws ApiException, InterruptedException {
        JsonNode found = send(RestCall.get("api", "v1", "servers", server, "search-data")
                .query("q", name.owner().ascii())
                .query("object_type", "record")
                .query("max", MOST_FOUND));
        Set<String> contents = new LinkedHashSet<>();
        for (JsonNode one : Json.elements(found, "")) {
            if (one.path("disabled").asBoolean()
                    && one.path("type").asText().equals(name.type())
                    && one.path("name").asText().equalsIgnoreCase(name.owner() + ".")) {
                contents.add(Json.text(one, "content"));
            }
        }
        return contents;
    }

    private static void add(ArrayNode records, String content, boolean disabled) {
        records.addObject().put("content", content).put("disabled", disabled);
    }

    private RestCall zones(String method, String... id) {
        return RestCall.of(method, "api", "v1", "servers", server, "zones").below(id);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends SelfHostedBuilder<PowerDnsUpdater, Builder> {

        private String server = "localhost";

        private Builder() {
            super("powerdns", PowerDnsUpdater::new);
        }

        /**
         * Sets the name of the server within its API.
         *
         * @param server {@code localhost} by default, as PowerDNS itself has it
         * @return this
         */
        public Builder server(String server) {
            this.server = server;
            return this;
        }
    }
}

package io.github.ddnskit.rest;

import static io.github.ddnskit.FailureReason.CONFLICT;
import static io.github.ddnskit.FailureReason.REFUSED;
import static io.github.ddnskit.FailureReason.SERVER_ERROR;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes addresses with the DNS of Hetzner's Cloud API. Thread-safe.
 *
 * <p>An RRset that is there keeps its TTL, labels and the comments of its records: an address that replaces another gets
 * its comment. A new one gets 300 seconds; the least is 60. Hetzner carries out a change within seconds after it has
 * confirmed it.
 *
 * <p>Follows <a href="https://docs.hetzner.cloud/reference/cloud#zone-rrsets">Zone RRSets in the Cloud API</a>, checked
 * 2026-11-22. The older API at dns.hetzner.com was shut down in May 2026, and its tokens do not work here.
 */
public final class HetznerUpdater extends RrsetUpdater {

    private HetznerUpdater(Builder builder) {
        super(builder, new Ttls(300, 60, Integer.MAX_VALUE));
    }

    /** {@return a builder, of which only the token must be given: one that may write to the project that holds the zone} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 2, name -> {
            Optional<JsonNode> found = find(RestCall.get("zones", name.ascii()));
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Zone(Json.text(found.get().path("zone"), "id"), name));
        });
    }

    @Override
    Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        Optional<JsonNode> found = find(rrset("GET", name));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode rrset = found.get().path("rrset");
        Set<InetAddress> addresses = Json.addressesOf(Json.elements(rrset, "records"), "value", name.family());
        return Optional.of(new Rrset(addresses, Json.number(rrset, "ttl"), rrset));
    }

    @Override
    void write(Change change) throws ApiException, InterruptedException {
        RrsetName name = change.name();
        if (change.isRemoval()) {
            act(rrset("DELETE", name));
            return;
        }
        ObjectNode body = Json.object();
        body.set("records", records(change));
        if (change.current() == null) {
            body.put("name", name.relative("@")).put("type", name.type()).put("ttl", change.ttl(defaultTtl()));
            act(RestCall.post(body, "zones", name.zone().id(), "rrsets"));
            return;
        }
        if (!change.addresses().equals(change.current().addresses())) {
            act(rrset("POST", name, "actions", "set_records").json(body));
        }
        if (change.wantedTtl() != null
                && !change.wantedTtl().equals(change.current().ttl())) {
            act(rrset("POST", name, "actions", "change_ttl").json(Json.object().put("ttl", change.wantedTtl())));
        }
    }

    /** Sends a change; an action may be said to run on, but not to have failed. */
    private void act(RestCall call) throws ApiException, InterruptedException {
        JsonNode action = send(call).path("action");
        if (!Set.of("running", "success").contains(action.path("status").asText())) {
            throw ApiException.of(SERVER_ERROR, "Hetzner accepted the change, but could not make it");
        }
    }

    private static ArrayNode records(Change change) {
        Map<String, JsonNode> known = new LinkedHashMap<>();
        if (change.current() != null) {
            change.current()
                    .source()
                    .path("records")
                    .forEach(one -> known.put(one.path("value").asText(), one));
        }
        Deque<JsonNode> replaced = new ArrayDeque<>(known.values());
        Set<String> wanted = new LinkedHashSet<>();
        change.addresses().forEach(address -> wanted.add(IpLiteral.format(address)));
        wanted.forEach(value -> replaced.remove(known.get(value)));
        ArrayNode records = Json.array(Set.of());
        for (String value : wanted) {
            JsonNode like = known.containsKey(value) ? known.get(value) : replaced.poll();
            ObjectNode one = records.addObject().put("value", value);
            if (like != null && like.path("comment").isTextual()) {
                one.set("comment", like.path("comment"));
            }
        }
        return records;
    }

    private static RestCall rrset(String method, RrsetName name, String... action) {
        return RestCall.of(method, "zones", name.zone().id(), "rrsets", name.relative("@"), name.type())
                .below(action);
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        return switch (body.path("error").path("code").asText()) {
            case "token_readonly" ->
                never(REFUSED, "the token may only read: make one that may read and write")
                        .accountWide();
            case "protected" -> never(REFUSED, "the records are protected from changes: lift that first");
            case "incorrect_zone_mode" -> never(REFUSED, "the zone is a secondary one: change it at its primary");
            case "locked", "conflict" -> failed(CONFLICT, "another change is under way at Hetzner");
            default -> until(super.failure(reply, body), reply, "RateLimit-Reset");
        };
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends TokenBuilder<HetznerUpdater, Builder> {
        private Builder() {
            super("hetzner", "https://api.hetzner.cloud/v1", HetznerUpdater::new);
        }
    }
}

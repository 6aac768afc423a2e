package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.spi.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes addresses with the RRset API of deSEC, all changes to a domain in one request. Thread-safe.
 *
 * <p>An RRset that is there keeps its TTL; a new one gets the least that the domain allows. A shorter one fails with
 * {@link FailureReason#UNSUPPORTED}. An unchanged name is never sent again, as the terms of deSEC demand.
 *
 * <p>Follows <a href="https://desec.readthedocs.io/en/latest/dns/rrsets.html">deSEC's documentation</a>, checked
 * 2026-11-22.
 */
public final class DesecUpdater extends RestUpdater {

    private static final Capabilities CAPABILITIES = Capabilities.standard()
            .withBatchSize(20)
            .withMinimumInterval(Duration.ofMinutes(1))
            .withRefreshForbidden();
    private static final long USUAL_MINIMUM = 3600;

    private final Map<Zone, Long> minimumTtls = new ConcurrentHashMap<>();

    private DesecUpdater(Builder builder) {
        super(builder, Ttls.between(1, 86_400), CAPABILITIES);
    }

    /** {@return a builder, of which only the token must be given; one limited to the records it may write is enough} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.header("Authorization", Secret.of("Token " + login().secret().reveal()));
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        JsonNode found = send(RestCall.get("domains", "").query("owns_qname", host.ascii()));
        for (JsonNode domain : Json.elements(found, "")) {
            String name = Json.text(domain, "name");
            Zone zone = new Zone(name, Json.hostname(name));
            Long minimum = Json.number(domain, "minimum_ttl");
            minimumTtls.put(zone, minimum == null ? USUAL_MINIMUM : minimum);
            return Optional.of(zone);
        }
        return Optional.empty();
    }

    @Override
    Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        Optional<JsonNode> found =
                find(RestCall.get("domains", name.zone().id(), "rrsets", name.relative("@"), name.type(), ""));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode rrset = found.get();
        return Optional.of(
                new Rrset(Json.addresses(rrset, "records", name.family()), Json.number(rrset, "ttl"), rrset));
    }

    @Override
    void write(Zone zone, List<Change> changes) throws ApiException, InterruptedException {
        ArrayNode body = Json.array(List.of());
        for (Change change : changes) {
            ObjectNode rrset = body.addObject()
                    .put("subname", change.name().relative(""))
                    .put("type", change.name().type());
            if (!change.isRemoval()) {
                rrset.put("ttl", ttl(change));
            }
            rrset.set("records", Json.addresses(change.addresses()));
        }
        send(RestCall.patch(body, "domains", zone.id(), "rrsets", ""));
    }

    private long ttl(Change change) throws ApiException {
        long minimum = minimumTtls.getOrDefault(change.name().zone(), USUAL_MINIMUM);
        long ttl = change.ttl(minimum);
        if (ttl < minimum && change.wantedTtl() != null) {
            throw ApiException.never(
                    FailureReason.UNSUPPORTED,
                    "deSEC takes a TTL of at least " + minimum + " seconds for this domain, not " + ttl);
        }
        return ttl;
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends TokenBuilder<DesecUpdater, Builder> {
        private Builder() {
            super("desec", "https://desec.io/api/v1", DesecUpdater::new);
        }
    }
}

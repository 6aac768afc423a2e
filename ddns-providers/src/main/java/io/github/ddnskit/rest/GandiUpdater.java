package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import java.util.Optional;

/**
 * Publishes addresses with Gandi's LiveDNS API. Thread-safe.
 *
 * <p>An RRset that is there keeps its TTL; a new one gets 300 seconds, which is the least that Gandi takes.
 *
 * <p>Follows <a href="https://api.gandi.net/docs/livedns/">Gandi's LiveDNS API</a>, checked 2026-11-22.
 */
public final class GandiUpdater extends RrsetUpdater {

    private GandiUpdater(Builder builder) {
        super(builder, Ttls.between(300, 2_592_000));
    }

    /**
     * Begins an updater.
     *
     * @return a builder, of which only the token must be given: a personal access token that may manage the domain's
     *     technical configurations
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, "domains");
    }

    @Override
    Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        Optional<JsonNode> found = find(rrset("GET", name));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode rrset = found.get();
        return Optional.of(new Rrset(
                Json.addresses(rrset, "rrset_values", name.family()), Json.number(rrset, "rrset_ttl"), rrset));
    }

    @Override
    void write(Change change) throws ApiException, InterruptedException {
        if (change.isRemoval()) {
            send(rrset("DELETE", change.name()));
            return;
        }
        ObjectNode body = Json.object();
        body.put("rrset_ttl", change.ttl(defaultTtl()));
        body.set("rrset_values", Json.addresses(change.addresses()));
        send(rrset("PUT", change.name()).json(body));
    }

    private static RestCall rrset(String method, RrsetName name) {
        return RestCall.of(method, "domains", name.zone().id(), "records", name.relative("@"), name.type());
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends TokenBuilder<GandiUpdater, Builder> {
        private Builder() {
            super("gandi", "https://api.gandi.net/v5/livedns", GandiUpdater::new);
        }
    }
}

package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.http.HttpReply;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Publishes addresses with the API of DigitalOcean. Thread-safe.
 *
 * <p>A record that is there keeps its TTL; a new one gets 300 seconds. The least is 30.
 *
 * <p>Follows <a href="https://docs.digitalocean.com/products/networking/dns/reference/api/domain-records">Domain Records
 * in the DigitalOcean API</a>, checked 2026-11-22.
 */
public final class DigitalOceanUpdater extends ResourceUpdater {

    private static final RecordFields FIELDS = new RecordFields("id", "type", "name", "@", "data", "ttl");
    private static final String PAGE_SIZE = "100";

    private DigitalOceanUpdater(Builder builder) {
        super(builder, new Ttls(300, 30, Integer.MAX_VALUE), FIELDS, "PATCH", "domains", "records");
    }

    /**
     * Begins an updater.
     *
     * @return a builder, of which only the token must be given: one with the scopes {@code domain:read},
     *     {@code domain:create}, {@code domain:update} and {@code domain:delete}
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, "domains");
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        RestCall call = records("GET", name.zone())
                .query("type", name.type())
                .query("name", name.owner().ascii())
                .query("per_page", PAGE_SIZE);
        return FIELDS.items(
                name,
                numbered(
                        "domain_records",
                        call,
                        (page, number) -> !page.at("/links/pages/next").isMissingNode()));
    }

    @Override
    ObjectNode changed(Change change, Rrset.Item item, InetAddress address) throws ApiException {
        return super.changed(change, item, address).put("type", change.name().type());
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        return until(super.failure(reply, body), reply, "RateLimit-Reset");
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends TokenBuilder<DigitalOceanUpdater, Builder> {
        private Builder() {
            super("digitalocean", "https://api.digitalocean.com/v2", DigitalOceanUpdater::new);
        }
    }
}

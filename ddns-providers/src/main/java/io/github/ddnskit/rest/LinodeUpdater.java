package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.Hostname;
import java.util.List;
import java.util.Optional;

/**
 * Publishes addresses with the Domains part of the Linode API v4 (Akamai). Thread-safe.
 *
 * <p>A record that is changed keeps its TTL; a new one gets 300 seconds. Linode rounds every other TTL to one of those it
 * knows, so only those are taken.
 *
 * <p>Follows <a href="https://techdocs.akamai.com/linode-api/reference/get-domain-records">Linode's reference</a>, checked
 * 2026-11-22 in copies of it.
 */
public final class LinodeUpdater extends ResourceUpdater {

    private static final Ttls TTLS = Ttls.only(
            300, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200);
    private static final RecordFields FIELDS = new RecordFields("id", "type", "name", "", "target", "ttl_sec");
    // more would not fit into the longest reply that is read
    private static final String PAGE_SIZE = "100";

    private LinodeUpdater(Builder builder) {
        super(builder, TTLS, FIELDS, "PUT", "domains", "records");
    }

    /** {@return a builder, of which only the token must be given: one with read and write access to Domains} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return Zone.longest(Zone.all(all(RestCall.get("domains")), "id", "domain"), host);
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        JsonNode filter = Json.object().put("type", name.type());
        return FIELDS.items(name, all(records("GET", name.zone()).header("X-Filter", filter.toString())));
    }

    private List<JsonNode> all(RestCall call) throws ApiException, InterruptedException {
        return numbered(
                "data",
                call.query("page_size", PAGE_SIZE),
                (page, number) -> page.path("pages").asInt() >= number);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends TokenBuilder<LinodeUpdater, Builder> {
        private Builder() {
            super("linode", "https://api.linode.com/v4", LinodeUpdater::new);
        }
    }
}

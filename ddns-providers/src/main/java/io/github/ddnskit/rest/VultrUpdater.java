package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.http.HttpReply;
import java.util.List;
import java.util.Optional;

/**
 * Publishes addresses with the DNS part of the Vultr API v2. Thread-safe.
 *
 * <p>A record that is changed keeps its TTL; a new one gets 300 seconds. Vultr limits a key to the addresses in its access
 * control list, which a client whose address changes has to lift.
 *
 * <p>Follows <a href="https://www.vultr.com/api/#tag/dns">Vultr's reference</a>; it could not be read on 2026-11-22, when the
 * requests were compared with those of Vultr's own client govultr.
 */
public final class VultrUpdater extends ResourceUpdater {

    private static final Ttls TTLS = new Ttls(300, 120, 2_147_483_647);
    private static final RecordFields FIELDS = new RecordFields("id", "type", "name", "", "data", "ttl");
    // more would not fit into the longest reply that is read
    private static final String PAGE_SIZE = "200";

    private VultrUpdater(Builder builder) {
        super(builder, TTLS, FIELDS, "PATCH", "domains", "records");
    }

    /** {@return a builder, of which only the token must be given: a personal access token} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        return reply.status() != 401
                ? super.failure(reply, body)
                : never(
                                FailureReason.BAD_CREDENTIALS,
                                "HTTP 401: the API key was rejected, or its access control list at Vultr does not hold"
                                        + " the address of this device")
                        .accountWide();
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return Zone.longest(Zone.all(all("domains", RestCall.get("domains")), "domain", "domain"), host);
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        return FIELDS.items(name, all("records", records("GET", name.zone())));
    }

    private List<JsonNode> all(String field, RestCall call) throws ApiException, InterruptedException {
        return collect(field, call.query("per_page", PAGE_SIZE), token(call, "/meta/links/next", "cursor"));
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends TokenBuilder<VultrUpdater, Builder> {
        private Builder() {
            super("vultr", "https://api.vultr.com/v2", VultrUpdater::new);
        }
    }
}

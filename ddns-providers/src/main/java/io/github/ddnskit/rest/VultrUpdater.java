package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with the DNS part of the Vultr API v2. Thread-safe.
 *
 * <p>A record that is changed keeps its TTL; a new one gets 300 seconds. Vultr limits a key to the addresses in its access
 * control list, which a client whose address changes has to lift.
 *
 * <p>Follows <a href="https://www.vultr.com/api/#tag/dns">Vultr's reference</a>; it could not be read on 2026-11-22, when the
 * requests were compared with those of Vultr's own client govultr.
 */
public final class VultrUpdater extends RecordUpdater {

    private static final String ENDPOINT = "https://api.vultr.com/v2";
    private static final Ttls TTLS = new Ttls(300, 120, 2_147_483_647);
    // more would not fit into the longest reply that is read
    private static final String PAGE_SIZE = "200";

    private final Secret token;

    private VultrUpdater(Builder builder) {
        super(builder, TTLS);
        token = RestBuilder.given(builder.token, "the API key");
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("vultr:" + authority(), "", token);
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.bearer(token);
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        return reply.status() != 401
                ? super.failure(reply, body)
                : Outcome.failed(
                                FailureReason.BAD_CREDENTIALS,
                                Retry.never(),
                                "HTTP 401: the API key was rejected, or its access control list at Vultr does not hold"
                                        + " the address of this device")
                        .accountWide();
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        List<Zone> zones = new ArrayList<>();
        for (JsonNode domain : all("domains", "domains")) {
            Zone.add(zones, Json.text(domain, "domain"), Json.text(domain, "domain"));
        }
        return Zone.longest(zones, host);
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode record : all("records", "domains", name.zone().id(), "records")) {
            if (Json.text(record, "type").equals(name.type())
                    && Json.text(record, "name").equalsIgnoreCase(name.relative(""))) {
                items.add(new Rrset.Item(
                        Json.text(record, "id"),
                        Json.address(record, "data", name.family()),
                        Json.number(record, "ttl"),
                        record));
            }
        }
        return items;
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record = Json.object()
                .put("name", change.name().relative(""))
                .put("type", change.name().type())
                .put("data", IpLiteral.format(address))
                .put("ttl", change.ttl(defaultTtl()));
        send(RestCall.post(record, "domains", change.name().zone().id(), "records"));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record =
                Json.object().put("data", IpLiteral.format(address)).put("ttl", change.ttl(item, defaultTtl()));
        send(RestCall.patch(record, "domains", change.name().zone().id(), "records", item.id()));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(RestCall.delete("domains", change.name().zone().id(), "records", item.id()));
    }

    private List<JsonNode> all(String field, String... segments) throws ApiException, InterruptedException {
        return collect(field, (number, previous) -> {
            RestCall call = RestCall.get(segments).query("per_page", PAGE_SIZE);
            if (previous == null) {
                return call;
            }
            String cursor = previous.path("meta").path("links").path("next").asText();
            return cursor.isEmpty() ? null : call.query("cursor", cursor);
        });
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable Secret token;

        private Builder() {
            super(ENDPOINT);
        }

        /**
         * Sets the API key.
         *
         * @param token a personal access token
         * @return this
         */
        public Builder token(Secret token) {
            this.token = token;
            return this;
        }

        /**
         * Makes the updater.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if the API key is missing
         */
        public VultrUpdater build() {
            return new VultrUpdater(this);
        }
    }
}

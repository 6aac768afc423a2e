package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with the Domains part of the Linode API v4 (Akamai). Thread-safe.
 *
 * <p>A record that is changed keeps its TTL; a new one gets 300 seconds. Linode rounds every other TTL to one of those it
 * knows, so only those are taken.
 *
 * <p>Follows <a href="https://techdocs.akamai.com/linode-api/reference/get-domain-records">Linode's reference</a>, checked
 * 2026-11-22 in copies of it.
 */
public final class LinodeUpdater extends RecordUpdater {

    private static final String ENDPOINT = "https://api.linode.com/v4";
    private static final Ttls TTLS = Ttls.only(
            300, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200);
    // more would not fit into the longest reply that is read
    private static final int PAGE_SIZE = 100;

    private final Secret token;

    private LinodeUpdater(Builder builder) {
        super(builder, TTLS);
        token = RestBuilder.given(builder.token, "the token");
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("linode:" + authority(), "", token);
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.bearer(token);
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        List<Zone> zones = new ArrayList<>();
        for (JsonNode domain : all(Json.object(), "domains")) {
            Zone.add(zones, Json.text(domain, "id"), Json.text(domain, "domain"));
        }
        return Zone.longest(zones, host);
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode record : all(
                Json.object().put("type", name.type()), "domains", name.zone().id(), "records")) {
            if (Json.text(record, "name").equalsIgnoreCase(name.relative(""))) {
                items.add(new Rrset.Item(
                        Json.text(record, "id"),
                        Json.address(record, "target", name.family()),
                        Json.number(record, "ttl_sec"),
                        record));
            }
        }
        return items;
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record = Json.object()
                .put("type", change.name().type())
                .put("name", change.name().relative(""))
                .put("target", IpLiteral.format(address))
                .put("ttl_sec", change.ttl(defaultTtl()));
        send(RestCall.post(record, "domains", change.name().zone().id(), "records"));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record =
                Json.object().put("target", IpLiteral.format(address)).put("ttl_sec", change.ttl(item, defaultTtl()));
        send(RestCall.put(record, "domains", change.name().zone().id(), "records", item.id()));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(RestCall.delete("domains", change.name().zone().id(), "records", item.id()));
    }

    private List<JsonNode> all(ObjectNode filter, String... segments) throws ApiException, InterruptedException {
        return collect("data", (number, previous) -> {
            if (previous != null && previous.path("pages").asInt() < number) {
                return null;
            }
            RestCall call = RestCall.get(segments)
                    .query("page", Integer.toString(number))
                    .query("page_size", Integer.toString(PAGE_SIZE));
            return filter.isEmpty() ? call : call.header("X-Filter", filter.toString());
        });
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable Secret token;

        private Builder() {
            super(ENDPOINT);
        }

        /**
         * Sets the token.
         *
         * @param token a personal access token with read and write access to Domains
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
         * @throws IllegalArgumentException if the token is missing
         */
        public LinodeUpdater build() {
            return new LinodeUpdater(this);
        }
    }
}

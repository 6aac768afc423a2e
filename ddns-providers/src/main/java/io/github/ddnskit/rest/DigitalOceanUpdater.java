package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
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
 * Publishes addresses with the API of DigitalOcean. Thread-safe.
 *
 * <p>A record that is there keeps its TTL; a new one gets 300 seconds. The least is 30.
 *
 * <p>Follows <a href="https://docs.digitalocean.com/products/networking/dns/reference/api/domain-records">Domain Records
 * in the DigitalOcean API</a>, checked 2026-11-22.
 */
public final class DigitalOceanUpdater extends RecordUpdater {

    private static final String PAGE_SIZE = "100";

    private final Secret token;

    private DigitalOceanUpdater(Builder builder) {
        super(builder, new Ttls(300, 30, Integer.MAX_VALUE));
        token = RestBuilder.given(builder.token, "the access token");
    }

    /** {@return a builder, of which only the token must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("digitalocean:" + authority(), "", token);
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.bearer(token);
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(
                host,
                2,
                name -> find(RestCall.get("domains", name.ascii())).map(found -> new Zone(name.ascii(), name)));
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        List<JsonNode> records = collect(
                "domain_records",
                (number, previous) -> previous != null
                                && previous.path("links")
                                        .path("pages")
                                        .path("next")
                                        .isMissingNode()
                        ? null
                        : RestCall.get("domains", name.zone().id(), "records")
                                .query("type", name.type())
                                .query("name", name.owner().ascii())
                                .query("per_page", PAGE_SIZE)
                                .query("page", String.valueOf(number)));
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode one : records) {
            if (Json.text(one, "type").equals(name.type())
                    && Json.text(one, "name").equals(name.relative("@"))) {
                InetAddress address = Json.address(one, "data", name.family());
                items.add(new Rrset.Item(Json.text(one, "id"), address, Json.number(one, "ttl"), one));
            }
        }
        return items;
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode body = Json.object()
                .put("type", change.name().type())
                .put("name", change.name().relative("@"))
                .put("data", IpLiteral.format(address))
                .put("ttl", change.ttl(defaultTtl()));
        send(RestCall.post(body, "domains", change.name().zone().id(), "records"));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode body = Json.object().put("type", change.name().type()).put("data", IpLiteral.format(address));
        if (change.wantedTtl() != null) {
            body.put("ttl", change.wantedTtl());
        }
        send(RestCall.patch(body, "domains", change.name().zone().id(), "records", item.id()));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(RestCall.delete("domains", change.name().zone().id(), "records", item.id()));
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        return until(super.failure(reply, body), reply, "RateLimit-Reset");
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable Secret token;

        private Builder() {
            super("https://api.digitalocean.com/v2");
        }

        /**
         * Sets the access token. It needs the scopes {@code domain:read}, {@code domain:create}, {@code domain:update} and
         * {@code domain:delete}.
         *
         * @param token the token
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
        public DigitalOceanUpdater build() {
            return new DigitalOceanUpdater(this);
        }
    }
}

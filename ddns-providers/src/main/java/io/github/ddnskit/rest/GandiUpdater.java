package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with Gandi's LiveDNS API. Thread-safe.
 *
 * <p>An RRset that is there keeps its TTL; a new one gets 300 seconds, which is the least that Gandi takes.
 *
 * <p>Follows <a href="https://api.gandi.net/docs/livedns/">Gandi's LiveDNS API</a>, checked 2026-11-22.
 */
public final class GandiUpdater extends RestUpdater {

    private final Secret token;

    private GandiUpdater(Builder builder) {
        super(builder, Ttls.between(300, 2_592_000));
        token = RestBuilder.given(builder.token, "the personal access token");
    }

    /** {@return a builder, of which only the token must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("gandi:" + authority(), "", token);
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
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable Secret token;

        private Builder() {
            super("https://api.gandi.net/v5/livedns");
        }

        /**
         * Sets the personal access token. It needs the permission to manage the domain's technical configurations.
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
        public GandiUpdater build() {
            return new GandiUpdater(this);
        }
    }
}

package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with Azure DNS. Thread-safe.
 *
 * <p>A record set is written only if it still is what was read, by its ETag; otherwise it fails with
 * {@link FailureReason#CONFLICT}. One that is there keeps its TTL and metadata; a new one gets 300 seconds. Alias record
 * sets are not touched: {@code CONFLICT} too.
 *
 * <p>Follows <a href="https://learn.microsoft.com/en-us/rest/api/dns/record-sets/create-or-update">Record Sets in the
 * Azure DNS reference</a> and the <a
 * href="https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow">client credentials
 * flow</a>, checked 2026-11-22.
 */
public final class AzureUpdater extends RestUpdater {

    private static final String API = "2018-05-01";
    private static final String SCOPE = "https://management.azure.com/.default";

    private final String subscription;
    private final @Nullable String resourceGroup;
    private final String client;
    private final Secret credentials;
    private final @Nullable AccessTokens tokens;

    private AzureUpdater(Builder builder) {
        super(builder, new Ttls(300, 1, Integer.MAX_VALUE));
        subscription = RestBuilder.given(builder.subscription, "the subscription");
        resourceGroup = builder.resourceGroup;
        client = builder.client;
        credentials = RestBuilder.given(builder.credentials, "the client credentials or an access token");
        tokens = client.isEmpty() ? null : new AccessTokens(now -> tokenRequest(builder.tenant, client, credentials));
    }

    /** {@return a builder, of which the subscription and credentials must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("azure:" + authority() + "/" + subscription, client, credentials);
    }

    private static HttpCall tokenRequest(String tenant, String client, Secret secret) {
        return HttpCall.of("POST", "https://login.microsoftonline.com")
                .segment(tenant)
                .segment("oauth2")
                .segment("v2.0")
                .segment("token")
                .form("grant_type", "client_credentials")
                .form("scope", SCOPE)
                .form("client_id", client)
                .form("client_secret", secret)
                .build();
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) throws ApiException, InterruptedException {
        http.bearer(tokens == null ? credentials : tokens.get(this));
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        List<JsonNode> found = collect("value", (number, previous) -> {
            String next = previous == null ? "" : previous.path("nextLink").asText();
            RestCall first = RestCall.get("subscriptions", subscription, "providers", "Microsoft.Network", "dnszones")
                    .query("api-version", API);
            return previous == null ? first : next.isEmpty() ? null : RestCall.follow(next, endpoint());
        });
        List<Zone> zones = new ArrayList<>();
        for (JsonNode one : found) {
            String id = Json.text(one, "id");
            if (resourceGroup == null || id.toLowerCase(Locale.ROOT).contains(inGroup(resourceGroup))) {
                zones.add(new Zone(id, Json.hostname(Json.text(one, "name"))));
            }
        }
        return Zone.longest(zones, host);
    }

    private static String inGroup(String resourceGroup) {
        return "/resourcegroups/" + resourceGroup.toLowerCase(Locale.ROOT) + "/";
    }

    @Override
    Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        Optional<JsonNode> found = find(recordSet("GET", name));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode properties = found.get().path("properties");
        if (properties.path("targetResource").hasNonNull("id")) {
            throw ApiException.never(
                    FailureReason.CONFLICT,
                    name
                            + " is an alias of an Azure resource, which is not overwritten: delete it, or use another name");
        }
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (JsonNode one : properties.path(records(name.family()))) {
            addresses.add(Json.address(one, field(name.family()), name.family()));
        }
        return Optional.of(new Rrset(addresses, Json.number(properties, "TTL"), found.get()));
    }

    @Override
    void write(Change change) throws ApiException, InterruptedException {
        RestCall call = recordSet(change.isRemoval() ? "DELETE" : "PUT", change.name());
        if (change.current() == null) {
            call.header("If-None-Match", "*");
        } else {
            call.header("If-Match", Json.text(change.current().source(), "etag"));
        }
        if (!change.isRemoval()) {
            ObjectNode body = Json.object();
            ObjectNode properties = body.putObject("properties").put("TTL", change.ttl(defaultTtl()));
            ArrayNode records = properties.putArray(records(change.name().family()));
            change.addresses()
                    .forEach(address ->
                            records.addObject().put(field(change.name().family()), IpLiteral.format(address)));
            if (change.current() != null) {
                JsonNode metadata = change.current().source().path("properties").path("metadata");
                if (metadata.isObject()) {
                    properties.set("metadata", metadata);
                }
            }
            call.json(body);
        }
        send(call);
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        if (reply.status() == 401 && tokens != null) {
            tokens.forget();
            return Outcome.failed(
                    FailureReason.BAD_CREDENTIALS,
                    Retry.backoff(),
                    "the access token was refused; a new one is asked for");
        }
        return super.failure(reply, body);
    }

    private static RestCall recordSet(String method, RrsetName name) {
        // the id of a zone is its path
        List<String> segments =
                new ArrayList<>(List.of(name.zone().id().substring(1).split("/", -1)));
        segments.add(name.type());
        segments.add(name.relative("@"));
        return RestCall.of(method, segments.toArray(String[]::new)).query("api-version", API);
    }

    private static String records(AddressFamily family) {
        return family == AddressFamily.IPV4 ? "ARecords" : "AAAARecords";
    }

    private static String field(AddressFamily family) {
        return family == AddressFamily.IPV4 ? "ipv4Address" : "ipv6Address";
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable String subscription;
        private @Nullable String resourceGroup;
        private @Nullable Secret credentials;
        private String tenant = "";
        private String client = "";

        private Builder() {
            super("https://management.azure.com");
        }

        /**
         * Sets the subscription.
         *
         * @param subscription its id
         * @return this
         */
        public Builder subscription(String subscription) {
            this.subscription = subscription;
            return this;
        }

        /**
         * Chooses among several zones of the same name.
         *
         * @param resourceGroup the group that holds the zone; any by default
         * @return this
         */
        public Builder resourceGroup(String resourceGroup) {
            this.resourceGroup = resourceGroup;
            return this;
        }

        /**
         * Authenticates as an application with the role DNS Zone Contributor.
         *
         * @param tenant the id of the directory
         * @param client the id of the application
         * @param secret one of its secrets
         * @return this
         * @throws IllegalArgumentException if an id is empty
         */
        public Builder client(String tenant, String client, Secret secret) {
            if (tenant.isEmpty() || client.isEmpty()) {
                throw new IllegalArgumentException("give the ids of tenant and client");
            }
            this.tenant = tenant;
            this.client = client;
            credentials = secret;
            return this;
        }

        /**
         * Authenticates with access tokens from elsewhere, such as a managed identity.
         *
         * @param token asked for a token that is valid before each request, such as {@code Secret.from(supplier)}
         * @return this
         */
        public Builder accessToken(Secret token) {
            tenant = "";
            client = "";
            credentials = token;
            return this;
        }

        /**
         * Makes the updater.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if the subscription or the credentials are missing
         */
        public AzureUpdater build() {
            return new AzureUpdater(this);
        }
    }
}

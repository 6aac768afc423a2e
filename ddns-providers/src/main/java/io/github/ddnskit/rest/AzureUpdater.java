package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
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
public final class AzureUpdater extends RrsetUpdater {

    private static final String API = "2018-05-01";

    private final String subscription;
    private final @Nullable String resourceGroup;

    private AzureUpdater(Builder builder) {
        super(builder, new Ttls(300, 1, Integer.MAX_VALUE));
        subscription = RestBuilder.given(builder.subscription, "the subscription");
        resourceGroup = builder.resourceGroup;
    }

    /** {@return a builder, of which the subscription and credentials must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    String place() {
        return authority() + "/" + subscription;
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        RestCall all = RestCall.get("subscriptions", subscription, "providers", "Microsoft.Network", "dnszones")
                .query("api-version", API);
        List<JsonNode> found = collect("value", all, (page, number) -> {
            String next = page.path("nextLink").asText();
            return next.isEmpty() ? null : RestCall.follow(next, endpoint());
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
        Set<InetAddress> addresses =
                Json.addressesOf(properties.path(name.type() + "Records"), field(name.family()), name.family());
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
            AddressFamily family = change.name().family();
            ObjectNode body = Json.object();
            ObjectNode properties = body.putObject("properties").put("TTL", change.ttl(defaultTtl()));
            ArrayNode records = properties.putArray(family.recordType() + "Records");
            change.addresses().forEach(address -> records.addObject().put(field(family), IpLiteral.format(address)));
            JsonNode metadata = change.source().path("properties").path("metadata");
            if (metadata.isObject()) {
                properties.set("metadata", metadata);
            }
            call.json(body);
        }
        send(call);
    }

    private static RestCall recordSet(String method, RrsetName name) {
        // the id of a zone is its path
        List<String> segments =
                new ArrayList<>(List.of(name.zone().id().substring(1).split("/", -1)));
        segments.add(name.type());
        segments.add(name.relative("@"));
        return RestCall.of(method, segments.toArray(String[]::new)).query("api-version", API);
    }

    private static String field(AddressFamily family) {
        return family + "Address";
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends AccessTokenBuilder<AzureUpdater, Builder> {

        private @Nullable String subscription;
        private @Nullable String resourceGroup;

        private Builder() {
            super("azure", "https://management.azure.com", AzureUpdater::new);
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
            Login login = new Login(client, List.of(secret));
            return asking(login, new AzureApplication(tenant, login));
        }
    }
}

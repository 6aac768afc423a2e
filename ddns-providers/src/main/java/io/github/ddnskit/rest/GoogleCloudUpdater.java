package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.spi.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with Google's Cloud DNS API, all changes to a zone in one. Thread-safe.
 *
 * <p>A change deletes the very RRset that was read and adds the new one, so it fails with
 * {@link FailureReason#CONFLICT} if somebody else changed it in between. An RRset that is there keeps its TTL; a new one
 * gets 300 seconds. RRsets with a routing policy are not touched: {@code CONFLICT} too. Private zones are left out.
 *
 * <p>Follows <a href="https://docs.cloud.google.com/dns/docs/reference/rest/v1/changes">the Cloud DNS reference</a> and
 * <a href="https://developers.google.com/identity/protocols/oauth2/service-account">OAuth for service accounts</a>,
 * checked 2026-11-22 against copies of both.
 */
public final class GoogleCloudUpdater extends RestUpdater {

    private final String project;
    private final @Nullable String managedZone;

    private GoogleCloudUpdater(Builder builder) {
        super(
                builder,
                new Ttls(300, 0, Integer.MAX_VALUE),
                Capabilities.standard().withBatchSize(50));
        project = RestBuilder.given(builder.project, "the project");
        managedZone = builder.managedZone;
    }

    /** {@return a builder, of which the project and credentials must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    String place() {
        return authority() + "/" + project;
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 1, name -> {
            RestCall call = zones("GET").query("dnsName", name + ".");
            List<JsonNode> found = collect("managedZones", call, token(call, "/nextPageToken", "pageToken"));
            List<Zone> zones = new ArrayList<>();
            for (JsonNode zone : found) {
                String id = Json.text(zone, "name");
                boolean chosen = managedZone == null
                        ? !zone.path("visibility").asText().equals("private")
                        : managedZone.equals(id);
                if (chosen) {
                    zones.add(new Zone(id, Json.hostname(Json.text(zone, "dnsName"))));
                }
            }
            return Zone.longest(zones, host);
        });
    }

    @Override
    Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        JsonNode reply = send(zones("GET", name.zone().id(), "rrsets")
                .query("name", name.owner() + ".")
                .query("type", name.type()));
        for (JsonNode rrset : Json.elements(reply, "rrsets")) {
            if (Json.text(rrset, "name").equals(name.owner() + ".")
                    && Json.text(rrset, "type").equals(name.type())) {
                if (rrset.has("routingPolicy")) {
                    throw ApiException.never(
                            FailureReason.CONFLICT,
                            name + " has a routing policy, which is not overwritten: delete it, or use another name");
                }
                return Optional.of(
                        new Rrset(Json.addresses(rrset, "rrdatas", name.family()), Json.number(rrset, "ttl"), rrset));
            }
        }
        return Optional.empty();
    }

    @Override
    void write(Zone zone, List<Change> changes) throws ApiException, InterruptedException {
        ObjectNode body = Json.object();
        ArrayNode deletions = body.putArray("deletions");
        ArrayNode additions = body.putArray("additions");
        for (Change change : changes) {
            if (change.current() != null) {
                deletions.add(change.current().source());
            }
            if (!change.isRemoval()) {
                additions
                        .addObject()
                        .put("name", change.name().owner() + ".")
                        .put("type", change.name().type())
                        .put("ttl", change.ttl(defaultTtl()))
                        .set("rrdatas", Json.addresses(change.addresses()));
            }
        }
        send(zones("POST", zone.id(), "changes").json(body));
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String reason = body.path("error").path("errors").path(0).path("reason").asText();
        return switch (reason) {
            case "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded" ->
                Outcome.failed(
                                FailureReason.RATE_LIMITED,
                                reply.retryAfter(clock()).map(Retry::notBefore).orElse(Retry.backoff()),
                                "Google says " + reason)
                        .accountWide();
            case "conditionNotMet", "alreadyExists" ->
                failed(FailureReason.CONFLICT, "the records were changed by somebody else");
            case "cnameResourceRecordSetConflict" -> failed(FailureReason.CONFLICT, "a CNAME is in the way");
            default -> super.failure(reply, body);
        };
    }

    private RestCall zones(String method, String... rest) {
        return RestCall.of(method, "projects", project, "managedZones").below(rest);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends AccessTokenBuilder<GoogleCloudUpdater, Builder> {

        private @Nullable String project;
        private @Nullable String managedZone;

        private Builder() {
            super("googlecloud", "https://dns.googleapis.com/dns/v1", GoogleCloudUpdater::new);
        }

        /**
         * Sets the project.
         *
         * @param project its id
         * @return this
         */
        public Builder project(String project) {
            this.project = project;
            return this;
        }

        /**
         * Chooses among several zones of the same name, or a private one.
         *
         * @param managedZone its name within Google, such as {@code example-org}; the public one by default
         * @return this
         */
        public Builder managedZone(String managedZone) {
            this.managedZone = managedZone;
            return this;
        }

        /**
         * Authenticates as a service account with the role DNS Administrator.
         *
         * @param key the JSON file of its key, such as {@code Secret.fromFile(path)}
         * @return this
         */
        public Builder serviceAccount(Secret key) {
            return asking(Login.token(key), new GoogleServiceAccount(key));
        }
    }
}

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with the OVHcloud API, whose requests are signed by the server's clock. Thread-safe.
 *
 * <p>A record that is changed keeps its TTL; a new one gets that of the zone. A zone is refreshed after its records were
 * changed: until then OVHcloud keeps the change to itself. Records of the older DynHost service are left alone.
 *
 * <p>Follows <a href="https://help.ovhcloud.com/csm/en-gb-api-getting-started-ovhcloud-api">OVHcloud's guide</a> and its console
 * at eu.api.ovh.com/console; the signature was checked against the guide on 2026-11-22, the console could not be read.
 */
public final class OvhUpdater extends RecordUpdater {

    private static final Ttls TTLS = new Ttls(0, 60, 2_147_483_647);
    private static final Set<String> NO_CREDENTIALS =
            Set.of("INVALID_CREDENTIAL", "NOT_CREDENTIAL", "INVALID_KEY", "INVALID_SIGNATURE");

    private final String applicationKey;
    private final Secret applicationSecret;
    private final Secret consumerKey;
    private final @Nullable Hostname zone;
    private final Set<String> unrefreshed = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Long secondsAhead;

    private OvhUpdater(Builder builder) {
        super(builder, TTLS);
        applicationKey = RestBuilder.given(builder.applicationKey, "the application key");
        applicationSecret = RestBuilder.given(builder.applicationSecret, "the application secret");
        consumerKey = RestBuilder.given(builder.consumerKey, "the consumer key");
        zone = builder.zone;
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("ovh:" + authority(), applicationKey, applicationSecret, consumerKey);
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) throws ApiException, InterruptedException {
        // names of hosts and numbers are all there is in paths and queries, and they need no encoding
        String query = call.query().entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("&"));
        String url = endpoint() + "/" + String.join("/", call.segments()) + (query.isEmpty() ? "" : "?" + query);
        long seconds = clock().instant().getEpochSecond() + secondsAhead();
        String signature = OvhSignature.of(
                applicationSecret.reveal(), consumerKey.reveal(), call.method(), url, call.body(), seconds);
        http.header("X-Ovh-Application", applicationKey)
                .header("X-Ovh-Consumer", consumerKey)
                .header("X-Ovh-Timestamp", Long.toString(seconds))
                .header("X-Ovh-Signature", signature);
    }

    /** How far the server's clock is ahead of ours. */
    private long secondsAhead() throws ApiException, InterruptedException {
        Long known = secondsAhead;
        if (known != null) {
            return known;
        }
        HttpReply reply = exchange(HttpCall.get(endpoint() + "/auth/time").build());
        JsonNode time = checked(reply);
        if (!time.canConvertToLong()) {
            throw ApiException.of(FailureReason.BAD_REPLY, "OVHcloud did not tell its time");
        }
        long ahead = time.asLong() - clock().instant().getEpochSecond();
        secondsAhead = ahead;
        return ahead;
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String code = body.path("errorCode").asText();
        if (NO_CREDENTIALS.contains(code)) {
            return Outcome.failed(
                            FailureReason.BAD_CREDENTIALS,
                            Retry.never(),
                            "OVHcloud says " + code + ": check the application key, its secret and the consumer key")
                    .accountWide();
        }
        if (code.equals("NOT_GRANTED_CALL")) {
            return Outcome.failed(
                    FailureReason.REFUSED,
                    Retry.never(),
                    "the consumer key lacks a right: it needs GET, POST, PUT and DELETE on /domain/zone and below, or on"
                            + " /domain/zone/ZONE/* if the zone is configured");
        }
        if (code.equals("QUERY_TIME_OUT")) {
            secondsAhead = null;
            return Outcome.failed(
                    FailureReason.CLOCK_SKEW, Retry.backoff(), "OVHcloud found the request too old: the clock jumped");
        }
        return super.failure(reply, body);
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        if (zone != null) {
            return Zone.longest(List.of(new Zone(zone.ascii(), zone)), host);
        }
        List<Zone> zones = new ArrayList<>();
        for (JsonNode name : Json.elements(send(RestCall.get("domain", "zone")), "")) {
            Zone.add(zones, name.asText(), name.asText());
        }
        return Zone.longest(zones, host);
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        if (unrefreshed.contains(name.zone().id())) {
            refresh(name.zone());
        }
        JsonNode ids =
                send(call("GET", name.zone()).query("fieldType", name.type()).query("subDomain", name.relative("")));
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode id : Json.elements(ids, "")) {
            JsonNode record = send(call("GET", name.zone(), id.asText()));
            // an empty subDomain might be taken for no condition at all
            if (record.path("subDomain").asText().equalsIgnoreCase(name.relative(""))) {
                items.add(new Rrset.Item(
                        id.asText(),
                        Json.address(record, "target", name.family()),
                        Json.number(record, "ttl"),
                        record));
            }
        }
        return items;
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record = record(change, address, change.ttl(defaultTtl()));
        send(written(change, "POST").json(record.put("fieldType", change.name().type())));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        send(written(change, "PUT", item.id()).json(record(change, address, change.ttl(item, defaultTtl()))));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(written(change, "DELETE", item.id()));
    }

    @Override
    void finish(Change change) throws ApiException, InterruptedException {
        refresh(change.name().zone());
    }

    private void refresh(Zone zone) throws ApiException, InterruptedException {
        send(RestCall.of("POST", "domain", "zone", zone.id(), "refresh"));
        unrefreshed.remove(zone.id());
    }

    private static ObjectNode record(Change change, InetAddress address, long ttl) {
        return Json.object()
                .put("subDomain", change.name().relative(""))
                .put("target", IpLiteral.format(address))
                .put("ttl", ttl);
    }

    private RestCall written(Change change, String method, String... id) {
        unrefreshed.add(change.name().zone().id());
        return call(method, change.name().zone(), id);
    }

    private static RestCall call(String method, Zone zone, String... id) {
        return id.length == 0
                ? RestCall.of(method, "domain", "zone", zone.id(), "record")
                : RestCall.of(method, "domain", "zone", zone.id(), "record", id[0]);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable String applicationKey;
        private @Nullable Secret applicationSecret;
        private @Nullable Secret consumerKey;
        private @Nullable Hostname zone;

        private Builder() {
            super("https://eu.api.ovh.com/1.0");
        }

        /**
         * Sets the API of another part of the world, such as {@code https://ca.api.ovh.com/1.0} or
         * {@code https://api.us.ovhcloud.com/1.0}.
         *
         * @param endpoint the URL; that of Europe by default
         * @return this
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
            return this;
        }

        /**
         * Sets the application key.
         *
         * @param applicationKey the key, which is no secret
         * @return this
         */
        public Builder applicationKey(String applicationKey) {
            this.applicationKey = applicationKey;
            return this;
        }

        /**
         * Sets the application secret.
         *
         * @param applicationSecret the secret that belongs to the application key
         * @return this
         */
        public Builder applicationSecret(Secret applicationSecret) {
            this.applicationSecret = applicationSecret;
            return this;
        }

        /**
         * Sets the consumer key. It needs GET, POST, PUT and DELETE on {@code /domain/zone} and all below.
         *
         * @param consumerKey a key that was validated
         * @return this
         */
        public Builder consumerKey(Secret consumerKey) {
            this.consumerKey = consumerKey;
            return this;
        }

        /**
         * Sets the zone that holds all hosts of this updater, for a consumer key that may not list zones.
         *
         * @param zone its name; found by itself by default
         * @return this
         * @throws IllegalArgumentException if it is not a name
         */
        public Builder zone(String zone) {
            this.zone = Hostname.of(zone);
            return this;
        }

        /**
         * Makes the updater.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if a key or the secret is missing
         */
        public OvhUpdater build() {
            return new OvhUpdater(this);
        }
    }
}

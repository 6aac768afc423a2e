package io.github.ddnskit.rest;

import static io.github.ddnskit.FailureReason.BAD_CREDENTIALS;
import static io.github.ddnskit.FailureReason.CLOCK_SKEW;
import static io.github.ddnskit.FailureReason.REFUSED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
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
public final class OvhUpdater extends ResourceUpdater {

    private static final Ttls TTLS = new Ttls(0, 60, 2_147_483_647);
    private static final RecordFields FIELDS = new RecordFields("id", "fieldType", "subDomain", "", "target", "ttl");
    private static final Set<String> NO_CREDENTIALS =
            Set.of("INVALID_CREDENTIAL", "NOT_CREDENTIAL", "INVALID_KEY", "INVALID_SIGNATURE");

    private final @Nullable Hostname zone;
    private final Set<String> unrefreshed = ConcurrentHashMap.newKeySet();
    private final OvhClock theirs = new OvhClock();

    private OvhUpdater(Builder builder) {
        super(builder, TTLS, FIELDS, "PUT", "domain", "zone", "record");
        zone = builder.zone;
    }

    /** {@return a builder, of which the application must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) throws ApiException, InterruptedException {
        // names of hosts and numbers are all there is in paths and queries, and they need no encoding
        String query = call.query().entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("&"));
        String url = endpoint() + "/" + String.join("/", call.segments()) + (query.isEmpty() ? "" : "?" + query);
        long seconds = theirs.now(this);
        Secret consumerKey = login().secrets().get(1);
        String signature = OvhSignature.of(
                login().secret().reveal(), consumerKey.reveal(), call.method(), url, call.body(), seconds);
        http.header("X-Ovh-Application", login().account())
                .header("X-Ovh-Consumer", consumerKey)
                .header("X-Ovh-Timestamp", Long.toString(seconds))
                .header("X-Ovh-Signature", signature);
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String code = body.path("errorCode").asText();
        if (NO_CREDENTIALS.contains(code)) {
            return never(
                            BAD_CREDENTIALS,
                            "OVHcloud says " + code + ": check the application key, its secret and the consumer key")
                    .accountWide();
        }
        if (code.equals("NOT_GRANTED_CALL")) {
            return never(
                    REFUSED,
                    "the consumer key lacks a right: it needs GET, POST, PUT and DELETE on /domain/zone and below, or on"
                            + " /domain/zone/ZONE/* if the zone is configured");
        }
        if (code.equals("QUERY_TIME_OUT")) {
            theirs.forget();
            return failed(CLOCK_SKEW, "OVHcloud found the request too old: the clock jumped");
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
        RestCall query =
                records("GET", name.zone()).query("fieldType", name.type()).query("subDomain", name.relative(""));
        List<JsonNode> records = new ArrayList<>();
        for (JsonNode id : Json.elements(send(query), "")) {
            records.add(send(records("GET", name.zone(), id.asText())));
        }
        // an empty subDomain might have been taken for no condition at all
        return FIELDS.items(name, records);
    }

    @Override
    ObjectNode changed(Change change, Rrset.Item item, InetAddress address) throws ApiException {
        return super.changed(change, item, address)
                .put("subDomain", change.name().relative(""));
    }

    @Override
    void write(Change change) throws ApiException, InterruptedException {
        unrefreshed.add(change.name().zone().id());
        super.write(change);
        refresh(change.name().zone());
    }

    private void refresh(Zone zone) throws ApiException, InterruptedException {
        send(RestCall.of("POST", "domain", "zone", zone.id(), "refresh"));
        unrefreshed.remove(zone.id());
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<OvhUpdater, Builder> {

        private @Nullable Hostname zone;

        private Builder() {
            super("ovh", "https://eu.api.ovh.com/1.0", OvhUpdater::new);
        }

        /**
         * Sets the API of another part of the world, such as {@code https://ca.api.ovh.com/1.0} or
         * {@code https://api.us.ovhcloud.com/1.0}.
         *
         * @param endpoint the URL; that of Europe by default
         * @return this
         */
        public Builder endpoint(String endpoint) {
            return at(endpoint);
        }

        /**
         * Sets the application and what it may do.
         *
         * @param key the application key, which is no secret
         * @param secret the application secret that belongs to it
         * @param consumerKey a key that was validated for GET, POST, PUT and DELETE on {@code /domain/zone} and all below
         * @return this
         */
        public Builder application(String key, Secret secret, Secret consumerKey) {
            return login(new Login(key, List.of(secret, consumerKey)));
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
    }
}

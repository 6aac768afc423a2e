package io.github.ddnskit.rest;

import static io.github.ddnskit.FailureReason.BAD_CREDENTIALS;
import static io.github.ddnskit.FailureReason.BAD_REQUEST;
import static io.github.ddnskit.FailureReason.RATE_LIMITED;
import static io.github.ddnskit.FailureReason.REFUSED;
import static io.github.ddnskit.FailureReason.ZONE_NOT_SERVED;

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

/**
 * Publishes addresses with Porkbun's API v3. Thread-safe.
 *
 * <p>A record that is changed keeps its TTL and its notes; a new one gets 600 seconds. API access has to be switched on for
 * each domain at Porkbun.
 *
 * <p>Follows <a href="https://porkbun.com/api/json/v3/documentation">Porkbun's documentation</a>, of which the beginning
 * was checked 2026-11-22; the rest, and what its error codes mean, was gathered from its users.
 */
public final class PorkbunUpdater extends RecordUpdater {

    private static final RecordFields FIELDS = new RecordFields("id", "type", "name", "", "content", "ttl");
    private static final Ttls TTLS = Ttls.between(600, 2_147_483_647);
    private static final Set<String> NO_DOMAIN = Set.of("INVALID_DOMAIN", "DOMAIN_NOT_FOUND");
    private static final Set<String> NO_RECORD = Set.of("NO_RECORDS_FOUND", "DNS_RECORD_NOT_FOUND");
    private static final Set<String> NO_KEY =
            Set.of("API_KEY_REQUIRED", "MISSING_APIKEY", "MISSING_SECRETAPIKEY", "INVALID_TOKEN", "INVALID_USER");
    private static final Set<String> NO_ACCESS = Set.of("API_ACCESS_DISABLED", "DOMAIN_NOT_ALLOWED");

    private PorkbunUpdater(Builder builder) {
        super(builder, TTLS);
    }

    /** {@return a builder, of which the pair of keys must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.header("X-API-Key", login().secret())
                .header("X-Secret-API-Key", login().secrets().get(1));
    }

    @Override
    boolean isSuccess(HttpReply reply, JsonNode body) {
        return reply.isSuccess() && body.path("status").asText().equals("SUCCESS");
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String code = body.path("code").asText();
        String message = body.path("message").asText();
        if (code.startsWith("INVALID_API_KEYS") || NO_KEY.contains(code) || message.startsWith("Invalid API key")) {
            return never(BAD_CREDENTIALS, "Porkbun does not accept this pair of keys")
                    .accountWide();
        }
        if (NO_DOMAIN.contains(code) || message.startsWith("Invalid domain")) {
            return failed(ZONE_NOT_SERVED, "there is no such domain at Porkbun");
        }
        if (NO_ACCESS.contains(code) || message.startsWith("Domain is not opted in to API access")) {
            return never(
                    REFUSED, "API access is not switched on for this domain: do so in the domain's details at Porkbun");
        }
        if (code.equals("IP_NOT_ALLOWED")) {
            return never(REFUSED, "the API key may be used from other addresses only: lift that limit at Porkbun")
                    .accountWide();
        }
        if (code.equals("RATE_LIMIT_EXCEEDED")) {
            return failed(RATE_LIMITED, "too many requests to Porkbun");
        }
        // an error may come with status 200
        return reply.isSuccess() && body.path("status").asText().equals("ERROR")
                ? failed(BAD_REQUEST, "Porkbun refused the request")
                : super.failure(reply, body);
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return registeredZone(host, name -> {
            retrieve(name.ascii(), "A");
            return Optional.of(new Zone(name.ascii(), name));
        });
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        String zone = name.zone().id();
        String below = name.relative("");
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode record : below.isEmpty() ? retrieve(zone, name.type()) : retrieve(zone, name.type(), below)) {
            items.add(FIELDS.item(name, record));
        }
        return items;
    }

    /** The records of a type at a name, of which it is an error to have none. */
    private List<JsonNode> retrieve(String... zoneTypeAndName) throws ApiException, InterruptedException {
        HttpReply reply = exchange(post("retrieveByNameType").below(zoneTypeAndName));
        boolean none = NO_RECORD.contains(Json.parse(reply.text()).path("code").asText());
        return none ? List.of() : Json.elements(checked(reply), "records");
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record = FIELDS.record(change.name(), address);
        send(post("create", change.name().zone().id())
                .json(record.put("ttl", Long.toString(change.ttl(defaultTtl())))));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record =
                FIELDS.record(change.name(), address).put("ttl", Long.toString(change.ttl(item, defaultTtl())));
        if (item.source().path("notes").isTextual()) {
            record.set("notes", item.source().path("notes"));
        }
        send(post("edit", change.name().zone().id(), item.id()).json(record));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(post("delete", change.name().zone().id(), item.id()));
    }

    private static RestCall post(String... segments) {
        return RestCall.post(Json.object(), "dns").below(segments);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<PorkbunUpdater, Builder> {

        private Builder() {
            super("porkbun", "https://api.porkbun.com/api/json/v3", PorkbunUpdater::new);
        }

        /**
         * Sets the pair of keys.
         *
         * @param key the key that begins with {@code pk1_}
         * @param secretKey the key that begins with {@code sk1_}
         * @return this
         */
        public Builder keys(Secret key, Secret secretKey) {
            return login(new Login("", List.of(key, secretKey)));
        }
    }
}

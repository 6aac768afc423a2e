package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes addresses with GoDaddy's Domains API v1, which reads and replaces the records of one name and type. Thread-safe.
 *
 * <p>An RRset that is changed keeps its TTL; a new one gets 600 seconds, the least that GoDaddy takes. Since 2024 GoDaddy
 * lets only accounts with ten domains or a Discount Domain Club plan use the API, and answers the others with 403.
 *
 * <p>Follows <a href="https://developer.godaddy.com/doc/endpoint/domains">GoDaddy's reference</a>; it could not be read on
 * 2026-11-22, when the requests were compared with those of libdns and ddns-updater.
 */
public final class GoDaddyUpdater extends RrsetUpdater {

    private static final Ttls TTLS = Ttls.between(600, 604_800);
    private static final long LONGEST_WAIT = Duration.ofDays(1).toSeconds();
    private static final Set<Integer> NO_SUCH_DOMAIN = Set.of(404, 422);

    // what GoDaddy has for a parked domain, and what some clients write in place of a removal
    private static final Set<String> NO_ADDRESS = Set.of("Parked", "");

    private GoDaddyUpdater(Builder builder) {
        super(builder, TTLS);
    }

    /** {@return a builder, of which the API key must be given: a production key, and its secret} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.header(
                "Authorization",
                Secret.of(
                        "sso-key " + login().account() + ":" + login().secret().reveal()));
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        Outcome.Failed usual = super.failure(reply, body);
        Long wait = Json.number(body, "retryAfterSec");
        if (reply.status() == 429 && wait != null && usual.retry() instanceof Retry.Backoff) {
            long seconds = Math.min(Math.max(wait, 0), LONGEST_WAIT);
            return pausing(usual, Duration.ofSeconds(seconds));
        }
        if (reply.status() == 403) {
            return never(
                    FailureReason.REFUSED,
                    "HTTP 403: GoDaddy does not let this account use its API: it asks for ten domains or a"
                            + " Discount Domain Club plan, and for a production key");
        }
        return usual;
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 2, name -> {
            HttpReply reply = exchange(RestCall.get("v1", "domains", name.ascii(), "records", "NS", "@"));
            if (NO_SUCH_DOMAIN.contains(reply.status())) {
                return Optional.empty();
            }
            Json.elements(checked(reply), "");
            return Optional.of(new Zone(name.ascii(), name));
        });
    }

    @Override
    Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        JsonNode all = send(call("GET", name));
        Set<InetAddress> addresses = new LinkedHashSet<>();
        Long ttl = null;
        for (JsonNode record : Json.elements(all, "")) {
            if (NO_ADDRESS.contains(record.path("data").asText())) {
                continue;
            }
            addresses.add(Json.address(record, "data", name.family()));
            Long its = Json.number(record, "ttl");
            ttl = ttl == null || (its != null && its < ttl) ? its : ttl;
        }
        return addresses.isEmpty() ? Optional.empty() : Optional.of(new Rrset(addresses, ttl, all));
    }

    @Override
    void write(Change change) throws ApiException, InterruptedException {
        if (change.isRemoval()) {
            send(call("DELETE", change.name()));
            return;
        }
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        for (InetAddress address : change.addresses()) {
            records.addObject().put("data", IpLiteral.format(address)).put("ttl", change.ttl(defaultTtl()));
        }
        send(call("PUT", change.name()).json(records));
    }

    private static RestCall call(String method, RrsetName name) {
        return RestCall.of(method, "v1", "domains", name.zone().id(), "records", name.type(), name.relative("@"));
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends KeyBuilder<GoDaddyUpdater, Builder> {
        private Builder() {
            super("godaddy", "https://api.godaddy.com", GoDaddyUpdater::new);
        }
    }
}

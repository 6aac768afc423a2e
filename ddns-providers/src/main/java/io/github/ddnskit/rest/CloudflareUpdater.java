package io.github.ddnskit.rest;

import static io.github.ddnskit.FailureReason.BAD_CREDENTIALS;
import static io.github.ddnskit.FailureReason.CONFLICT;
import static io.github.ddnskit.FailureReason.UNSUPPORTED;
import static io.github.ddnskit.FailureReason.ZONE_NOT_SERVED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with the API of Cloudflare. Thread-safe.
 *
 * <p>A record that is there keeps its TTL, proxied flag, comment and tags; a new one gets the automatic TTL and is not
 * proxied, unless there are others at the name. The TTL of a proxied record is always automatic: one that is asked for
 * fails with {@code UNSUPPORTED}.
 *
 * <p>Follows <a href="https://developers.cloudflare.com/api/resources/dns/">DNS in the Cloudflare API</a>, checked
 * 2026-11-22; what its error codes mean was gathered from reports of its users.
 */
public final class CloudflareUpdater extends ResourceUpdater {

    private static final int AUTOMATIC = 1;
    private static final String PAGE_SIZE = "50";
    private static final RecordFields FIELDS = RecordFields.full("id", "type", "name", "content", "ttl");
    private static final Duration BLOCKED_FOR = Duration.ofMinutes(5);

    private final @Nullable String zoneId;
    private final @Nullable Boolean proxied;

    private CloudflareUpdater(Builder builder) {
        super(builder, new Ttls(AUTOMATIC, AUTOMATIC, 86_400), FIELDS, "PATCH", "zones", "dns_records");
        zoneId = builder.zoneId;
        proxied = builder.proxied;
    }

    /**
     * Begins an updater.
     *
     * @return a builder, of which only the token must be given; it needs the permissions Zone - Zone - Read, unless the
     *     zone is given, and Zone - DNS - Edit
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        if (zoneId != null) {
            return Optional.of(new Zone(zoneId, host));
        }
        return firstZone(host, 2, name -> {
            Optional<Zone> found = Optional.empty();
            for (JsonNode one : Json.elements(send(RestCall.get("zones").query("name", name.ascii())), "result")) {
                // the same zone may wait in another account
                if (found.isEmpty() || one.path("status").asText().equals("active")) {
                    found = Optional.of(new Zone(Json.text(one, "id"), name));
                }
            }
            return found;
        });
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        RestCall call = records("GET", name.zone())
                .query("type", name.type())
                .query("name", name.owner().ascii())
                .query("per_page", PAGE_SIZE);
        return FIELDS.items(
                name,
                numbered(
                        "result",
                        call,
                        (page, number) -> page.at("/result_info/total_pages").asInt() >= number));
    }

    @Override
    ObjectNode created(Change change, InetAddress address) throws ApiException {
        boolean proxy = proxied != null ? proxied : isProxied(change.source());
        long ttl = wantedTtl(change, proxy).orElse(proxy ? AUTOMATIC : change.ttl(AUTOMATIC));
        return FIELDS.record(change.name(), address, ttl).put("proxied", proxy);
    }

    @Override
    ObjectNode changed(Change change, Rrset.Item item, InetAddress address) throws ApiException {
        boolean proxy = proxied != null ? proxied : isProxied(item.source());
        ObjectNode body = Json.object().put("content", IpLiteral.format(address));
        wantedTtl(change, proxy).ifPresent(ttl -> body.put("ttl", ttl));
        return proxied == null ? body : body.put("proxied", proxied);
    }

    @Override
    boolean isAsWished(Rrset.Item item) {
        return proxied == null || proxied == isProxied(item.source());
    }

    @Override
    boolean isSuccess(HttpReply reply, JsonNode body) {
        return reply.isSuccess() && body.path("success").asBoolean();
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        int code = body.path("errors").path(0).path("code").asInt();
        String says = "Cloudflare says " + code + ": ";
        Outcome.Failed known = switch (code) {
            case 6003, 6111, 9106 ->
                never(BAD_CREDENTIALS, says + "this is not an API token").accountWide();
            case 9109, 10000 ->
                never(
                        BAD_CREDENTIALS,
                        says + "the token is not valid, or lacks the permission Zone - DNS - Edit for this zone");
            case 1001, 7003 -> failed(ZONE_NOT_SERVED, says + "there is no such zone");
            case 9021 -> never(UNSUPPORTED, says + "this plan does not allow this TTL");
            case 81053, 81054 -> failed(CONFLICT, says + "another record, such as a CNAME, is in the way");
            case 81044, 81057, 81058 -> failed(CONFLICT, says + "the records were changed by somebody else");
            default -> super.failure(reply, body);
        };
        return reply.status() == 429 && known.retry() instanceof Retry.Backoff ? pausing(known, BLOCKED_FOR) : known;
    }

    private static boolean isProxied(JsonNode source) {
        return source.path("proxied").asBoolean();
    }

    private static Optional<Long> wantedTtl(Change change, boolean proxied) throws ApiException {
        Long wanted = change.wantedTtl();
        if (wanted != null && proxied && wanted != AUTOMATIC) {
            throw ApiException.never(
                    UNSUPPORTED,
                    change.name() + " is proxied, and its TTL therefore automatic: drop the TTL, or the proxy");
        }
        return Optional.ofNullable(wanted);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends TokenBuilder<CloudflareUpdater, Builder> {

        private @Nullable String zoneId;
        private @Nullable Boolean proxied;

        private Builder() {
            super("cloudflare", "https://api.cloudflare.com/client/v4", CloudflareUpdater::new);
        }

        /**
         * Sets the zone that holds all hosts of this updater, for a token that may not list zones.
         *
         * @param zoneId its id, as the overview of the domain shows it; found by name by default
         * @return this
         */
        public Builder zoneId(String zoneId) {
            this.zoneId = zoneId;
            return this;
        }

        /**
         * Sets whether traffic goes through Cloudflare.
         *
         * @param proxied left as it is by default, and off for a new record
         * @return this
         */
        public Builder proxied(boolean proxied) {
            this.proxied = proxied;
            return this;
        }
    }
}

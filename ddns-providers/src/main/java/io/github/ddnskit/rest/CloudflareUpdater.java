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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with the API of Cloudflare. Thread-safe.
 *
 * <p>A record that is there keeps its TTL, proxied flag, comment and tags; a new one gets the automatic TTL and is not
 * proxied, unless there are others at the name. The TTL of a proxied record is always automatic: one that is asked for
 * fails with {@link FailureReason#UNSUPPORTED}.
 *
 * <p>Follows <a href="https://developers.cloudflare.com/api/resources/dns/">DNS in the Cloudflare API</a>, checked
 * 2026-11-22; what its error codes mean was gathered from reports of its users.
 */
public final class CloudflareUpdater extends RecordUpdater {

    private static final int AUTOMATIC = 1;
    private static final int PAGE_SIZE = 50;
    private static final Duration BLOCKED_FOR = Duration.ofMinutes(5);

    private final Secret token;
    private final @Nullable String zoneId;
    private final @Nullable Boolean proxied;

    private CloudflareUpdater(Builder builder) {
        super(builder, new Ttls(AUTOMATIC, AUTOMATIC, 86_400));
        token = RestBuilder.given(builder.token, "the API token");
        zoneId = builder.zoneId;
        proxied = builder.proxied;
    }

    /** {@return a builder, of which only the token must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("cloudflare:" + authority(), "", token);
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.bearer(token);
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
        List<JsonNode> records = collect("result", (number, previous) -> {
            boolean last = previous != null
                    && number > previous.path("result_info").path("total_pages").asInt();
            return last
                    ? null
                    : records(name.zone(), "GET")
                            .query("type", name.type())
                            .query("name", name.owner().ascii())
                            .query("page", String.valueOf(number))
                            .query("per_page", String.valueOf(PAGE_SIZE));
        });
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode one : records) {
            if (Json.text(one, "type").equals(name.type())
                    && Json.text(one, "name").equalsIgnoreCase(name.owner().ascii())) {
                InetAddress address = Json.address(one, "content", name.family());
                items.add(new Rrset.Item(Json.text(one, "id"), address, Json.number(one, "ttl"), one));
            }
        }
        return items;
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        JsonNode sibling = change.current() == null ? null : change.current().source();
        boolean proxy = proxied != null ? proxied : sibling != null && isProxied(sibling);
        ObjectNode body = Json.object()
                .put("type", change.name().type())
                .put("name", change.name().owner().ascii())
                .put("content", IpLiteral.format(address))
                .put("ttl", wantedTtl(change, proxy).orElse(proxy ? AUTOMATIC : change.ttl(AUTOMATIC)))
                .put("proxied", proxy);
        send(records(change.name().zone(), "POST").json(body));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        boolean proxy = proxied != null ? proxied : isProxied(item.source());
        ObjectNode body = Json.object().put("content", IpLiteral.format(address));
        wantedTtl(change, proxy).ifPresent(ttl -> body.put("ttl", ttl));
        if (proxied != null) {
            body.put("proxied", proxied);
        }
        send(records(change.name().zone(), "PATCH", item.id()).json(body));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(records(change.name().zone(), "DELETE", item.id()));
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
        Outcome.Failed known = switch (code) {
            case 6003, 6111, 9106 ->
                never(FailureReason.BAD_CREDENTIALS, code, "this is not an API token")
                        .accountWide();
            case 9109, 10000 ->
                never(
                        FailureReason.BAD_CREDENTIALS,
                        code,
                        "the token is not valid, or lacks the permission Zone - DNS - Edit for this zone");
            case 1001, 7003 -> failed(FailureReason.ZONE_NOT_SERVED, code, "there is no such zone");
            case 9021 -> never(FailureReason.UNSUPPORTED, code, "this plan does not allow this TTL");
            case 81053, 81054 -> failed(FailureReason.CONFLICT, code, "another record, such as a CNAME, is in the way");
            case 81044, 81057, 81058 ->
                failed(FailureReason.CONFLICT, code, "the records were changed by somebody else");
            default -> super.failure(reply, body);
        };
        return reply.status() == 429 && known.retry() instanceof Retry.Backoff
                ? Outcome.failed(
                                known.reason(),
                                Retry.notBefore(clock().instant().plus(BLOCKED_FOR)),
                                known.detail())
                        .accountWide()
                : known;
    }

    private static Outcome.Failed failed(FailureReason reason, int code, String words) {
        return Outcome.failed(reason, Retry.backoff(), "Cloudflare says " + code + ": " + words);
    }

    private static Outcome.Failed never(FailureReason reason, int code, String words) {
        return Outcome.failed(reason, Retry.never(), "Cloudflare says " + code + ": " + words);
    }

    private static RestCall records(Zone zone, String method, String... id) {
        return id.length == 0
                ? RestCall.of(method, "zones", zone.id(), "dns_records")
                : RestCall.of(method, "zones", zone.id(), "dns_records", id[0]);
    }

    private static boolean isProxied(JsonNode source) {
        return source.path("proxied").asBoolean();
    }

    private static Optional<Long> wantedTtl(Change change, boolean proxied) throws ApiException {
        Long wanted = change.wantedTtl();
        if (wanted != null && proxied && wanted != AUTOMATIC) {
            throw ApiException.never(
                    FailureReason.UNSUPPORTED,
                    change.name() + " is proxied, and its TTL therefore automatic: drop the TTL, or the proxy");
        }
        return Optional.ofNullable(wanted);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable Secret token;
        private @Nullable String zoneId;
        private @Nullable Boolean proxied;

        private Builder() {
            super("https://api.cloudflare.com/client/v4");
        }

        /**
         * Sets the API token. It needs the permissions Zone - Zone - Read, unless the zone is given, and Zone - DNS -
         * Edit.
         *
         * @param token the token
         * @return this
         */
        public Builder token(Secret token) {
            this.token = token;
            return this;
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

        /**
         * Makes the updater.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if the token is missing
         */
        public CloudflareUpdater build() {
            return new CloudflareUpdater(this);
        }
    }
}

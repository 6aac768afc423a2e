package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Publishes addresses with the API of a Technitium DNS Server. Thread-safe.
 *
 * <p>A record that is there keeps its TTL, comments and expiry; disabled ones are left alone. A new one gets 60 seconds.
 *
 * <p>Follows <a href="https://github.com/TechnitiumSoftware/DnsServer/blob/master/APIDOCS.md">Technitium's
 * documentation</a>, which was at hand on 2026-11-22 in an older version and in what other clients quote of the current
 * one; it was not tested with a real server.
 */
public final class TechnitiumUpdater extends RecordUpdater {

    private TechnitiumUpdater(Builder builder) {
        super(builder, new Ttls(60, 0, Integer.MAX_VALUE));
    }

    /** {@return a builder, of which the endpoint and the token must be given, that of a user who may change the zone} */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts the token into the form: older servers know no other place that stays out of logs. */
    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.form("token", login().secret());
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        JsonNode closest = send(records("get").form("domain", host.ascii()));
        String name = Json.text(closest.path("response").path("zone"), "name");
        return Optional.of(new Zone(name, Json.hostname(name)));
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        JsonNode reply = send(records("get")
                .form("domain", name.owner().ascii())
                .form("zone", name.zone().id()));
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode one : Json.elements(reply.path("response"), "records")) {
            if (Json.text(one, "type").equals(name.type())
                    && Json.text(one, "name").equalsIgnoreCase(name.owner().ascii())
                    && !one.path("disabled").asBoolean()) {
                InetAddress address = Json.address(one.path("rData"), "ipAddress", name.family());
                items.add(new Rrset.Item(IpLiteral.format(address), address, Json.number(one, "ttl"), one));
            }
        }
        return items;
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        send(record("add", change)
                .form("ipAddress", IpLiteral.format(address))
                .form("ttl", String.valueOf(change.ttl(defaultTtl()))));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        RestCall call = record("update", change)
                .form("ipAddress", Json.text(item.source().path("rData"), "ipAddress"))
                .form("newIpAddress", IpLiteral.format(address));
        call.form("ttl", String.valueOf(change.ttl(item, defaultTtl())));
        // what is left out of an update is reset
        for (String kept : List.of("comments", "expiryTtl")) {
            if (item.source().hasNonNull(kept)) {
                call.form(kept, item.source().path(kept).asText());
            }
        }
        send(call);
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(record("delete", change).form("ipAddress", Json.text(item.source().path("rData"), "ipAddress")));
    }

    @Override
    boolean isSuccess(HttpReply reply, JsonNode body) {
        return reply.isSuccess() && body.path("status").asText().equals("ok");
    }

    /** Technitium answers HTTP 200 to all, and has no codes but the beginnings of its messages. */
    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String message = body.path("errorMessage").asText();
        if (body.path("status").asText().equals("invalid-token")) {
            return never(FailureReason.BAD_CREDENTIALS, "the API token is not valid")
                    .accountWide();
        }
        if (message.startsWith("No such zone") || message.startsWith("No such authoritative zone")) {
            return failed(FailureReason.ZONE_NOT_SERVED, "the server has no such zone");
        }
        if (message.startsWith("Access was denied")) {
            return never(FailureReason.REFUSED, "the user of the token may not change this zone: permit it");
        }
        return reply.isSuccess()
                ? failed(
                        body.has("status") ? FailureReason.SERVER_ERROR : FailureReason.BAD_REPLY,
                        "the server did not do it; its log says why")
                : super.failure(reply, body);
    }

    private static RestCall records(String action) {
        return RestCall.of("POST", "api", "zones", "records", action);
    }

    private static RestCall record(String action, Change change) {
        return records(action)
                .form("zone", change.name().zone().id())
                .form("domain", change.name().owner().ascii())
                .form("type", change.name().type());
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends SelfHostedBuilder<TechnitiumUpdater, Builder> {
        private Builder() {
            super("technitium", TechnitiumUpdater::new);
        }
    }
}

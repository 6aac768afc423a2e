package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class AzureUpdaterTest extends RestUpdaterContract {

    private static final String LIST = "/subscriptions/sub-1/providers/Microsoft.Network/dnszones";

    private boolean changedBySomebodyElse;

    AzureUpdaterTest() {
        super("management.azure.com", "login.microsoftonline.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return AzureUpdater.builder()
                .subscription("sub-1")
                .client("tenant-1", "client-1", secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    ObjectNode setByHand() {
        return (ObjectNode) Json.object().set("metadata", Json.object().put("owner", "the camera"));
    }

    @Override
    boolean isWrite(HttpExchange exchange) {
        return exchange.method().equals("PUT") || exchange.method().equals("DELETE");
    }

    @Override
    HttpAnswer badCredentials() {
        return HttpAnswer.json(401, "{\"error\":\"invalid_client\",\"error_description\":\"" + CANARY + "\"}");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        if (exchange.host().equals("login.microsoftonline.com")) {
            assertThat(exchange.path()).isEqualTo("/tenant-1/oauth2/v2.0/token");
            assertThat(exchange.form())
                    .containsEntry("client_id", "client-1")
                    .containsEntry("client_secret", CANARY)
                    .containsEntry("scope", "https://management.azure.com/.default");
            return HttpAnswer.json(200, "{\"access_token\":\"token-" + CANARY + "\",\"expires_in\":3599}");
        }
        assertThat(exchange.header("Authorization")).contains("Bearer token-" + CANARY);
        assertThat(exchange.query()).containsEntry("api-version", "2018-05-01");
        String path = exchange.path().replace("%40", "@");
        if (path.equals(LIST)) {
            return zones(query(exchange, "$skipToken"));
        }
        String zone = zone(records.zoneId(), FakeRecords.ZONE) + "/";
        if (!path.startsWith(zone)) {
            return HttpAnswer.json(404, "{\"error\":{\"code\":\"ParentResourceNotFound\"}}");
        }
        String type = path.substring(zone.length(), path.lastIndexOf('/'));
        String name = FakeRecords.full(path.substring(path.lastIndexOf('/') + 1));
        List<FakeRecord> found = records.rrset(name, type);
        if (exchange.method().equals("GET")) {
            return found.isEmpty()
                    ? HttpAnswer.json(404, "{\"error\":{\"code\":\"NotFound\"}}")
                    : HttpAnswer.json(200, json(found).toString());
        }
        boolean unchanged = found.isEmpty()
                ? exchange.header("If-None-Match").orElse("").equals("*")
                : exchange.header("If-Match").orElse("").equals(etag(found));
        if (!unchanged || changedBySomebodyElse) {
            return HttpAnswer.json(412, "{\"error\":{\"code\":\"PreconditionFailed\"}}");
        }
        records.deleteRrset(name, type);
        JsonNode properties = Json.parse(exchange.body()).path("properties");
        for (JsonNode one : properties.path(type + "Records")) {
            ObjectNode extra = Json.object();
            if (properties.has("metadata")) {
                extra.set("metadata", properties.path("metadata"));
            }
            String value =
                    one.path(type.equals("A") ? "ipv4Address" : "ipv6Address").asText();
            records.add(name, type, value, properties.path("TTL").asLong(), extra);
        }
        return HttpAnswer.json(200, "{}");
    }

    /** The zone is on the second page. */
    private HttpAnswer zones(String page) {
        ObjectNode reply = Json.object();
        ArrayNode list = reply.putArray("value");
        String name = page.isEmpty() ? "example.com" : FakeRecords.ZONE;
        list.addObject().put("id", zone(records.zoneId(), name)).put("name", name);
        if (page.isEmpty()) {
            reply.put("nextLink", "https://management.azure.com" + LIST + "?api-version=2018-05-01&$skipToken=a%2Bb");
        } else {
            assertThat(page).isEqualTo("a+b");
        }
        return HttpAnswer.json(200, reply.toString());
    }

    private static String zone(String group, String name) {
        return "/subscriptions/sub-1/resourceGroups/" + group + "/providers/Microsoft.Network/dnszones/" + name;
    }

    private static String etag(List<FakeRecord> found) {
        return "etag-" + found.stream().map(FakeRecord::id).toList();
    }

    private static ObjectNode json(List<FakeRecord> found) {
        FakeRecord first = found.get(0);
        ObjectNode json = Json.object().put("etag", etag(found));
        ObjectNode properties =
                json.putObject("properties").put("TTL", first.ttl()).put("fqdn", first.name() + ".");
        properties.putObject("targetResource");
        properties.setAll(first.extra().deepCopy());
        ArrayNode list = properties.putArray(first.type() + "Records");
        String field = first.type().equals("A") ? "ipv4Address" : "ipv6Address";
        found.forEach(one -> list.addObject().put(field, one.value()));
        return json;
    }

    @Test
    void doesNotOverwriteWhatSomebodyElseChanged() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        changedBySomebodyElse = true;
        Outcome outcome = update(Goal.publish("192.0.2.2"), Goal.keep()).ipv4();
        changedBySomebodyElse = false;
        assertFailed(outcome, FailureReason.CONFLICT, Retry.backoff());
    }

    @Test
    void doesNotOverwriteAnAlias() throws Exception {
        ObjectNode alias = Json.object();
        alias.putObject("targetResource").put("id", "/subscriptions/sub-1/publicIPAddresses/ip");
        records.add(HOST, "A", "192.0.2.1", 60, alias);
        assertFailed(update(Goal.publish("192.0.2.2"), Goal.keep()).ipv4(), FailureReason.CONFLICT, Retry.never());
    }

    @Test
    void followsNoPageElsewhere() throws Exception {
        update(Goal.keep(), Goal.remove());
        fault(HttpAnswer.json(200, "{\"value\":[],\"nextLink\":\"https://evil.example/?x=" + CANARY + "\"}"));
        Update other = Update.of(Hostname.of("other.example.org"), Goal.publish("192.0.2.2"), Goal.keep());
        assertFailed(update(other).ipv4(), FailureReason.BAD_REPLY, Retry.backoff());
        assertThat(server.exchanges()).noneMatch(exchange -> exchange.host().equals("evil.example"));
    }

    @Test
    void triesAgainWhenTheSecretOfTheClientCannotBeRead() throws Exception {
        try (DnsUpdater locked = updater(http, TIME.clock(), Secret.fromEnv("DDNSKIT_NO_SUCH_VARIABLE"))) {
            Update update = Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep());
            assertFailed(locked.update(update).ipv4(), FailureReason.BAD_CREDENTIALS, Retry.backoff());
            assertThat(server.exchanges()).isEmpty();
        }
    }

    @Test
    void looksInTheResourceGroupOnlyThatIsGiven() throws Exception {
        try (DnsUpdater elsewhere = AzureUpdater.builder()
                .subscription("sub-1")
                .resourceGroup("another")
                .accessToken(Secret.of("token-" + CANARY))
                .http(http)
                .build()) {
            Update update = Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep());
            assertFailed(elsewhere.update(update).ipv4(), FailureReason.ZONE_NOT_SERVED, Retry.backoff());
        }
    }
}

package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class HetznerUpdaterTest extends RestUpdaterContract {

    HetznerUpdaterTest() {
        super("api.hetzner.cloud");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return HetznerUpdater.builder().token(secret).http(http).clock(clock).build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object().put("comment", "the camera");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("Authorization")).contains("Bearer " + CANARY);
        String path = exchange.path().replace("%40", "@");
        String rrsets = "/v1/zones/" + records.zoneId() + "/rrsets";
        JsonNode body = Json.parse(exchange.body());
        if (path.equals("/v1/zones/example.org")) {
            return HttpAnswer.json(200, "{\"zone\":{\"id\":\"" + records.zoneId() + "\"}}");
        }
        if (!path.startsWith(rrsets)) {
            return HttpAnswer.json(404, "{\"error\":{\"code\":\"not_found\"}}");
        }
        if (path.equals(rrsets)) {
            return set(
                    FakeRecords.full(body.path("name").asText()),
                    body.path("type").asText(),
                    body.path("ttl").asLong(),
                    body);
        }
        List<String> rest = List.of(path.substring(rrsets.length() + 1).split("/", -1));
        String name = FakeRecords.full(rest.get(0));
        String type = rest.get(1);
        List<FakeRecord> found = records.rrset(name, type);
        if (found.isEmpty()) {
            return HttpAnswer.json(404, "{\"error\":{\"code\":\"not_found\"}}");
        }
        if (exchange.method().equals("GET")) {
            return rrset(found);
        }
        if (exchange.method().equals("DELETE")) {
            records.deleteRrset(name, type);
            return running();
        }
        if (rest.get(3).equals("set_records")) {
            return set(name, type, found.get(0).ttl(), body);
        }
        assertThat(rest.get(3)).isEqualTo("change_ttl");
        found.forEach(one -> records.put(new FakeRecord(
                one.id(), name, type, one.value(), body.path("ttl").asLong(), one.extra())));
        return running();
    }

    private HttpAnswer set(String name, String type, long ttl, JsonNode body) {
        records.deleteRrset(name, type);
        for (JsonNode one : body.path("records")) {
            ObjectNode extra = Json.object();
            if (one.has("comment")) {
                extra.set("comment", one.path("comment"));
            }
            records.add(name, type, one.path("value").asText(), ttl, extra);
        }
        return running();
    }

    private static HttpAnswer rrset(List<FakeRecord> found) {
        ObjectNode reply = Json.object();
        ObjectNode rrset = reply.putObject("rrset").put("ttl", found.get(0).ttl());
        ArrayNode list = rrset.putArray("records");
        found.forEach(one -> list.add(one.extra().deepCopy().put("value", one.value())));
        return HttpAnswer.json(200, reply.toString());
    }

    private static HttpAnswer running() {
        return HttpAnswer.json(201, "{\"action\":{\"id\":1,\"status\":\"running\"}}");
    }

    @Test
    void saysWhatStandsInTheWayOfAChange() throws Exception {
        fault(HttpAnswer.json(403, "{\"error\":{\"code\":\"token_readonly\",\"message\":\"" + CANARY + "\"}}"));
        assertFailed(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.REFUSED, Retry.never());
        fault(HttpAnswer.json(423, "{\"error\":{\"code\":\"locked\"}}"));
        assertFailed(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.CONFLICT, Retry.backoff());
    }
}

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

class PorkbunUpdaterTest extends RestUpdaterContract {

    private static final String ROOT = "/api/json/v3/dns/";

    PorkbunUpdaterTest() {
        super("api.porkbun.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return PorkbunUpdater.builder()
                .keys(secret, secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object().put("notes", "the camera");
    }

    @Override
    boolean isWrite(HttpExchange exchange) {
        return !exchange.path().contains("/retrieveByNameType/");
    }

    @Override
    HttpAnswer badCredentials() {
        return error("INVALID_API_KEYS_001", "Invalid API key. (001) " + CANARY);
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.method()).isEqualTo("POST");
        assertThat(exchange.header("X-API-Key")).contains(CANARY);
        assertThat(exchange.header("X-Secret-API-Key")).contains(CANARY);
        assertThat(exchange.target()).startsWith(ROOT);
        List<String> path = List.of(exchange.target().substring(ROOT.length()).split("/"));
        if (!path.get(1).equals(FakeRecords.ZONE)) {
            return error("INVALID_DOMAIN", "Invalid domain.");
        }
        JsonNode body = Json.parse(exchange.body());
        switch (path.get(0)) {
            case "retrieveByNameType" -> {
                ObjectNode reply = Json.object().put("status", "SUCCESS");
                ArrayNode found = reply.putArray("records");
                String name = FakeRecords.full(path.size() > 3 ? path.get(3) : "");
                records.rrset(name, path.get(2))
                        .forEach(record -> found.addObject()
                                .put("id", record.id())
                                .put("name", record.name())
                                .put("type", record.type())
                                .put("content", record.value())
                                .put("ttl", String.valueOf(record.ttl()))
                                .put("prio", "0")
                                .put("notes", record.extra().path("notes").asText()));
                return HttpAnswer.json(200, reply.toString());
            }
            case "create" -> {
                FakeRecord added = records.add(
                        FakeRecords.full(body.path("name").asText()),
                        body.path("type").asText(),
                        body.path("content").asText(),
                        body.path("ttl").asLong(),
                        Json.object());
                return HttpAnswer.json(200, "{\"status\":\"SUCCESS\",\"id\":" + added.id() + "}");
            }
            case "edit" -> {
                ObjectNode extra = Json.object();
                if (!body.path("notes").asText().isEmpty()) {
                    extra.set("notes", body.path("notes"));
                }
                records.put(new FakeRecord(
                        path.get(2),
                        FakeRecords.full(body.path("name").asText()),
                        body.path("type").asText(),
                        body.path("content").asText(),
                        body.path("ttl").asLong(600),
                        extra));
                return HttpAnswer.json(200, "{\"status\":\"SUCCESS\"}");
            }
            default -> {
                return records.delete(path.get(2))
                        ? HttpAnswer.json(200, "{\"status\":\"SUCCESS\"}")
                        : error("INVALID_RECORD_ID", "Invalid record ID.");
            }
        }
    }

    @Test
    void knowsTheErrorsOfPorkbun() throws Exception {
        fault(error("", "Domain is not opted in to API access."));
        assertFailed(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.REFUSED, Retry.never());
        fault(error("IP_NOT_ALLOWED", "no"));
        assertFailed(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.REFUSED, Retry.never());
        fault(error("RATE_LIMIT_EXCEEDED", "no"));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.RATE_LIMITED, Retry.backoff());
        fault(HttpAnswer.json(200, "{\"status\":\"ERROR\",\"message\":\"no\"}"));
        assertFailed(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.BAD_REQUEST, Retry.backoff());
    }

    private static HttpAnswer error(String code, String message) {
        return HttpAnswer.json(400, "{\"status\":\"ERROR\",\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }
}

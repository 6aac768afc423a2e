package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

class TechnitiumUpdaterTest extends RestUpdaterContract {

    private static final String RECORDS = "/api/zones/records/";

    TechnitiumUpdaterTest() {
        super("dns.example.net");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return TechnitiumUpdater.builder()
                .endpoint("https://dns.example.net:53443")
                .token(secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object().put("comments", "the camera");
    }

    @Override
    boolean isWrite(HttpExchange exchange) {
        return !exchange.path().equals(RECORDS + "get");
    }

    @Override
    HttpAnswer badCredentials() {
        return HttpAnswer.json(200, "{\"status\":\"invalid-token\",\"errorMessage\":\"Invalid token " + CANARY + "\"}");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.target()).doesNotContain(CANARY);
        Map<String, String> form = exchange.form();
        assertThat(form).containsEntry("token", CANARY);
        String domain = form.getOrDefault("domain", "");
        String type = form.getOrDefault("type", "");
        String address = form.getOrDefault("ipAddress", "");
        if (!domain.endsWith(FakeRecords.ZONE)) {
            return error("No such authoritative zone was found: " + domain);
        }
        switch (exchange.path().substring(RECORDS.length())) {
            case "get" -> {
                return get(domain);
            }
            case "add" -> records.add(domain, type, address, ttl(form), Json.object());
            case "delete" -> records.delete(find(domain, type, address).id());
            default -> {
                ObjectNode extra = Json.object();
                if (form.containsKey("comments")) {
                    extra.put("comments", form.get("comments"));
                }
                String value = form.getOrDefault("newIpAddress", address);
                records.put(new FakeRecord(find(domain, type, address).id(), domain, type, value, ttl(form), extra));
            }
        }
        return HttpAnswer.json(200, "{\"status\":\"ok\"}");
    }

    private HttpAnswer get(String domain) {
        ObjectNode reply = Json.object().put("status", "ok");
        ObjectNode response = reply.putObject("response");
        response.putObject("zone").put("name", FakeRecords.ZONE).put("type", "Primary");
        ArrayNode list = response.putArray("records");
        for (FakeRecord one : records.all()) {
            if (one.name().equals(domain)) {
                ObjectNode json = one.extra().deepCopy().put("name", domain).put("type", one.type());
                json.put("ttl", one.ttl()).putObject("rData").put("ipAddress", one.value());
                list.add(json);
            }
        }
        return HttpAnswer.json(200, reply.toString());
    }

    private FakeRecord find(String domain, String type, String address) {
        return records.rrset(domain, type).stream()
                .filter(one -> one.value().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static long ttl(Map<String, String> form) {
        return Long.parseLong(form.getOrDefault("ttl", "3600"));
    }

    private static HttpAnswer error(String message) {
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("status", "error")
                        .put("errorMessage", message)
                        .toString());
    }

    @Test
    void stopsWhenTheUserOfTheTokenMayNotChangeTheZone() throws Exception {
        fault(error("Access was denied."));
        assertFailed(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.REFUSED, Retry.never());
    }
}

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
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitalOceanUpdaterTest extends RestUpdaterContract {

    private static final String DOMAIN = "/v2/domains/example.org";

    DigitalOceanUpdaterTest() {
        super("api.digitalocean.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return DigitalOceanUpdater.builder()
                .token(secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("Authorization")).contains("Bearer " + CANARY);
        String path = exchange.path();
        if (path.equals(DOMAIN)) {
            return HttpAnswer.json(200, "{\"domain\":{\"name\":\"example.org\"}}");
        }
        if (!path.startsWith(DOMAIN + "/records")) {
            return HttpAnswer.json(404, "{\"id\":\"not_found\"}");
        }
        JsonNode body = Json.parse(exchange.body());
        String id = path.substring(path.lastIndexOf('/') + 1);
        return switch (exchange.method()) {
            case "GET" -> page(exchange);
            case "POST" ->
                HttpAnswer.json(
                        201,
                        json(records.add(
                                        FakeRecords.full(body.path("name").asText()),
                                        body.path("type").asText(),
                                        body.path("data").asText(),
                                        body.path("ttl").asLong(),
                                        Json.object()))
                                .toString());
            case "PATCH" -> {
                FakeRecord old = records.all().stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow();
                long ttl = body.path("ttl").asLong(old.ttl());
                String data = body.path("data").asText();
                yield HttpAnswer.json(
                        200,
                        json(records.put(new FakeRecord(id, old.name(), old.type(), data, ttl, old.extra())))
                                .toString());
            }
            default -> records.delete(id) ? HttpAnswer.text(204, "") : HttpAnswer.json(404, "{}");
        };
    }

    /** Pages of one record, to see that all are asked for. */
    private HttpAnswer page(HttpExchange exchange) {
        List<FakeRecord> found = records.rrset(query(exchange, "name"), query(exchange, "type"));
        int page = Integer.parseInt(query(exchange, "page"));
        ObjectNode reply = Json.object();
        ArrayNode list = reply.putArray("domain_records");
        found.stream().skip(page - 1L).limit(1).forEach(one -> list.add(json(one)));
        ObjectNode pages = reply.putObject("links").putObject("pages");
        if (page < found.size()) {
            pages.put("next", "https://api.digitalocean.com" + exchange.path() + "?page=" + (page + 1));
        }
        return HttpAnswer.json(200, reply.toString());
    }

    private static ObjectNode json(FakeRecord record) {
        return Json.object()
                .put("id", Long.parseLong(record.id()))
                .put("type", record.type())
                .put("name", FakeRecords.relative(record.name(), "@"))
                .put("data", record.value())
                .put("ttl", record.ttl());
    }

    @Test
    void waitsUntilTheLimitIsReset() throws Exception {
        long reset = TIME.now().plusSeconds(900).getEpochSecond();
        fault(HttpAnswer.json(429, "{\"id\":\"too_many_requests\"}").with("RateLimit-Reset", String.valueOf(reset)));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(),
                FailureReason.RATE_LIMITED,
                Retry.notBefore(Instant.ofEpochSecond(reset)));
        fault(HttpAnswer.json(429, "{}").with("RateLimit-Reset", "60"));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.RATE_LIMITED, Retry.backoff());
    }
}

package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinodeUpdaterTest extends RestUpdaterContract {

    private static final String ROOT = "/v4/domains";

    LinodeUpdaterTest() {
        super("api.linode.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return LinodeUpdater.builder().token(secret).http(http).clock(clock).build();
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("Authorization")).contains("Bearer " + CANARY);
        String base = ROOT + "/" + records.zoneId() + "/records";
        String path = exchange.path();
        if (path.equals(ROOT)) {
            return page(
                    exchange,
                    List.of(
                            Json.object().put("id", "other").put("domain", "org"),
                            Json.object().put("id", records.zoneId()).put("domain", FakeRecords.ZONE)));
        }
        if (!path.startsWith(base)) {
            return HttpAnswer.json(404, "{\"errors\":[{\"reason\":\"Not found\"}]}");
        }
        JsonNode body = Json.parse(exchange.body());
        String id = path.length() > base.length() ? path.substring(base.length() + 1) : "";
        switch (exchange.method()) {
            case "GET" -> {
                JsonNode filter = Json.parse(exchange.header("X-Filter").orElse(""));
                return page(
                        exchange,
                        records.all().stream()
                                .filter(record ->
                                        record.type().equals(filter.path("type").asText()))
                                .map(LinodeUpdaterTest::json)
                                .toList());
            }
            case "POST" -> {
                return HttpAnswer.json(
                        200,
                        json(records.add(
                                        FakeRecords.full(body.path("name").asText()),
                                        body.path("type").asText(),
                                        body.path("target").asText(),
                                        body.path("ttl_sec").asLong(),
                                        Json.object()))
                                .toString());
            }
            case "PUT" -> {
                FakeRecord old = records.get(id);
                FakeRecord changed = new FakeRecord(
                        id,
                        old.name(),
                        old.type(),
                        body.path("target").asText(old.value()),
                        body.path("ttl_sec").asLong(old.ttl()),
                        old.extra());
                return HttpAnswer.json(200, json(records.put(changed)).toString());
            }
            default -> {
                return HttpAnswer.json(records.delete(id) ? 200 : 404, "{}");
            }
        }
    }

    /** Pages of one, to see that all are asked for. */
    private static HttpAnswer page(HttpExchange exchange, List<ObjectNode> all) {
        int page = Integer.parseInt(query(exchange, "page"));
        ObjectNode reply = Json.object().put("page", page).put("pages", Math.max(1, all.size()));
        reply.putArray("data").addAll(all.stream().skip(page - 1L).limit(1).toList());
        return HttpAnswer.json(200, reply.toString());
    }

    private static ObjectNode json(FakeRecord record) {
        return Json.object()
                .put("id", record.id())
                .put("type", record.type())
                .put("name", FakeRecords.relative(record.name(), ""))
                .put("target", record.value())
                .put("ttl_sec", record.ttl());
    }

    @Test
    void refusesATtlThatLinodeWouldRound() throws Exception {
        RecordOptions options = RecordOptions.defaults().withTtl(Duration.ofMinutes(10));
        Update update = new Update(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep(), options);
        assertFailed(update(update).ipv4(), FailureReason.UNSUPPORTED, Retry.never());
        assertThat(server.exchanges()).isEmpty();
    }
}

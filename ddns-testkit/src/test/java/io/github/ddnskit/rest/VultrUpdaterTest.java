package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.util.List;

class VultrUpdaterTest extends RestUpdaterContract {

    private static final String ROOT = "/v2/domains";

    VultrUpdaterTest() {
        super("api.vultr.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return VultrUpdater.builder().token(secret).http(http).clock(clock).build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object().put("priority", 5);
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("Authorization")).contains("Bearer " + CANARY);
        String base = ROOT + "/" + FakeRecords.ZONE + "/records";
        String path = exchange.path();
        if (path.equals(ROOT)) {
            return page(
                    exchange,
                    "domains",
                    List.of(
                            Json.object().put("domain", "example.com"),
                            Json.object().put("domain", FakeRecords.ZONE)));
        }
        assertThat(path).startsWith(base);
        JsonNode body = Json.parse(exchange.body());
        String id = path.length() > base.length() ? path.substring(base.length() + 1) : "";
        switch (exchange.method()) {
            case "GET" -> {
                return page(
                        exchange,
                        "records",
                        records.all().stream().map(VultrUpdaterTest::json).toList());
            }
            case "POST" -> {
                ObjectNode reply = Json.object();
                reply.set(
                        "record",
                        json(records.add(
                                FakeRecords.full(body.path("name").asText()),
                                body.path("type").asText(),
                                body.path("data").asText(),
                                body.path("ttl").asLong(),
                                Json.object())));
                return HttpAnswer.json(201, reply.toString());
            }
            case "PATCH" -> {
                FakeRecord old = records.get(id);
                records.put(new FakeRecord(
                        id,
                        old.name(),
                        old.type(),
                        body.path("data").asText(old.value()),
                        body.path("ttl").asLong(old.ttl()),
                        old.extra()));
                return HttpAnswer.text(204, "");
            }
            default -> {
                return records.delete(id) ? HttpAnswer.text(204, "") : HttpAnswer.json(404, "{}");
            }
        }
    }

    /** Pages of one, to see that all are asked for. */
    private static HttpAnswer page(HttpExchange exchange, String field, List<ObjectNode> all) {
        String cursor = query(exchange, "cursor");
        int number = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(1));
        ObjectNode reply = Json.object();
        reply.putArray(field).addAll(all.stream().skip(number).limit(1).toList());
        reply.withObject("/meta/links").put("next", number + 1 < all.size() ? "c" + (number + 1) : "");
        return HttpAnswer.json(200, reply.toString());
    }

    private static ObjectNode json(FakeRecord record) {
        return record.extra()
                .deepCopy()
                .put("id", record.id())
                .put("type", record.type())
                .put("name", FakeRecords.relative(record.name(), ""))
                .put("data", record.value())
                .put("ttl", record.ttl());
    }
}

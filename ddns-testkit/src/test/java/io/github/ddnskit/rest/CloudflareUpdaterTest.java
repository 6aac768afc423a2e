package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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

class CloudflareUpdaterTest extends RestUpdaterContract {

    private static final String ROOT = "/client/v4/zones";

    CloudflareUpdaterTest() {
        super("api.cloudflare.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return CloudflareUpdater.builder().token(secret).http(http).clock(clock).build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object().put("proxied", false).put("comment", "the camera");
    }

    @Override
    HttpAnswer badCredentials() {
        return failure(400, 6003);
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        String path = exchange.path();
        String base = ROOT + "/" + records.zoneId() + "/dns_records";
        assertThat(exchange.header("Authorization")).contains("Bearer " + CANARY);
        if (path.equals(ROOT)) {
            ArrayNode zones = Json.array(List.of());
            if (query(exchange, "name").equals(FakeRecords.ZONE)) {
                zones.addObject().put("id", records.zoneId()).put("status", "active");
                zones.addObject().put("id", "of-another-account").put("status", "pending");
            }
            return success(zones, 1);
        }
        if (!path.startsWith(base)) {
            return failure(404, 7003);
        }
        JsonNode body = Json.parse(exchange.body());
        if (exchange.method().equals("GET")) {
            return list(exchange);
        }
        if (exchange.method().equals("POST")) {
            return success(
                    json(records.add(
                            body.path("name").asText(),
                            body.path("type").asText(),
                            body.path("content").asText(),
                            body.path("ttl").asLong(),
                            Json.object().put("proxied", body.path("proxied").asBoolean()))),
                    1);
        }
        String id = path.substring(base.length() + 1);
        if (exchange.method().equals("DELETE")) {
            return records.delete(id) ? success(Json.object().put("id", id), 1) : failure(404, 81044);
        }
        FakeRecord old = records.all().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        ObjectNode extra = old.extra().deepCopy();
        if (body.has("proxied")) {
            extra.put("proxied", body.path("proxied").asBoolean());
        }
        return success(
                json(records.put(new FakeRecord(
                        id,
                        old.name(),
                        old.type(),
                        body.path("content").asText(old.value()),
                        body.path("ttl").asLong(old.ttl()),
                        extra))),
                1);
    }

    /** Pages of one record, to see that all are asked for. */
    private HttpAnswer list(HttpExchange exchange) {
        List<FakeRecord> found = records.rrset(query(exchange, "name"), query(exchange, "type"));
        int page = Integer.parseInt(query(exchange, "page"));
        ArrayNode result = Json.array(List.of());
        found.stream().skip(page - 1L).limit(1).forEach(one -> result.add(json(one)));
        return success(result, found.size());
    }

    private static ObjectNode json(FakeRecord record) {
        return record.extra()
                .deepCopy()
                .put("id", record.id())
                .put("name", record.name())
                .put("type", record.type())
                .put("content", record.value())
                .put("ttl", record.extra().path("proxied").asBoolean() ? 1 : record.ttl());
    }

    private static HttpAnswer success(JsonNode result, int pages) {
        ObjectNode body = Json.object().put("success", true);
        body.set("result", result);
        body.set("result_info", Json.object().put("total_pages", pages));
        return HttpAnswer.json(200, body.toString());
    }

    private static HttpAnswer failure(int status, int code) {
        return HttpAnswer.json(
                status,
                "{\"success\":false,\"errors\":[{\"code\":" + code + ",\"message\":\"no " + CANARY
                        + "\"}],\"result\":null}");
    }

    @Test
    void keepsAProxiedRecordProxiedAndRefusesATtlForIt() throws Exception {
        records.add(HOST, "A", "192.0.2.1", 1, Json.object().put("proxied", true));
        update(Goal.publish("192.0.2.2", "192.0.2.3"), Goal.keep());
        assertThat(records.rrset(HOST, "A"))
                .hasSize(2)
                .allMatch(record -> record.extra().path("proxied").asBoolean());
        RecordOptions options = RecordOptions.defaults().withTtl(Duration.ofMinutes(5));
        Update update = new Update(Hostname.of(HOST), Goal.publish("192.0.2.2"), Goal.keep(), options);
        assertFailed(update(update).ipv4(), FailureReason.UNSUPPORTED, Retry.never());
    }

    @Test
    void switchesTheProxyIfToldTo() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        DnsUpdater proxying = CloudflareUpdater.builder()
                .token(Secret.of(CANARY))
                .zoneId(records.zoneId())
                .proxied(true)
                .http(http)
                .build();
        proxying.update(Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1")));
        assertThat(records.rrset(HOST, "A").get(0).extra())
                .isEqualTo(setByHand().put("proxied", true));
        assertThat(records.rrset(HOST, "AAAA").get(0).extra().path("proxied").asBoolean())
                .isTrue();
        assertThat(server.exchanges()).noneMatch(exchange -> exchange.path().equals(ROOT));
    }

    @Test
    void triesAgainWhenASecretCannotBeRead() throws Exception {
        try (DnsUpdater locked = CloudflareUpdater.builder()
                .token(Secret.fromEnv("DDNSKIT_NO_SUCH_VARIABLE"))
                .http(http)
                .build()) {
            Update update = Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep());
            assertFailed(locked.update(update).ipv4(), FailureReason.BAD_CREDENTIALS, Retry.backoff());
            assertThat(server.exchanges()).isEmpty();
        }
    }

    @Test
    void knowsTheErrorsOfCloudflare() throws Exception {
        fault(failure(403, 10000));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.BAD_CREDENTIALS, Retry.never());
        fault(failure(400, 81053));
        assertFailed(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), FailureReason.CONFLICT, Retry.backoff());
        fault(HttpAnswer.json(429, "{}"));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(),
                FailureReason.RATE_LIMITED,
                Retry.notBefore(TIME.now().plus(Duration.ofMinutes(5))));
    }
}

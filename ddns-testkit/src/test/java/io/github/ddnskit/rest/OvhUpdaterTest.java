package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OvhUpdaterTest extends RestUpdaterContract {

    private static final String ROOT = "/1.0/domain/zone";
    private static final long AHEAD = 90;

    private boolean refreshed;
    private boolean refreshFails;

    OvhUpdaterTest() {
        super("eu.api.ovh.com");
    }

    @BeforeEach
    void nothingToRefresh() {
        refreshed = true;
        refreshFails = false;
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return OvhUpdater.builder()
                .application("key-1", secret, secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    HttpAnswer badCredentials() {
        return error(403, "INVALID_CREDENTIAL");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        long now = TIME.now().getEpochSecond() + AHEAD;
        if (exchange.target().equals("/1.0/auth/time")) {
            return HttpAnswer.json(200, String.valueOf(now));
        }
        String url = "https://eu.api.ovh.com" + exchange.target();
        assertThat(exchange.header("X-Ovh-Application")).contains("key-1");
        assertThat(exchange.header("X-Ovh-Consumer")).contains(CANARY);
        assertThat(exchange.header("X-Ovh-Timestamp")).contains(String.valueOf(now));
        assertThat(exchange.header("X-Ovh-Signature"))
                .contains(OvhSignature.of(CANARY, CANARY, exchange.method(), url, exchange.body(), now));
        String zone = ROOT + "/" + FakeRecords.ZONE;
        if (exchange.path().equals(ROOT)) {
            return HttpAnswer.json(200, "[\"example.com\",\"example.org\"]");
        }
        if (exchange.path().equals(zone + "/refresh")) {
            refreshed = !refreshFails;
            return refreshFails ? error(500, "INTERNAL") : HttpAnswer.json(200, "null");
        }
        assertThat(exchange.path()).startsWith(zone + "/record");
        String id = exchange.path().substring((zone + "/record").length()).replace("/", "");
        JsonNode body = Json.parse(exchange.body());
        refreshed &= exchange.method().equals("GET");
        switch (exchange.method()) {
            case "GET" -> {
                return HttpAnswer.json(200, (id.isEmpty() ? ids(exchange) : json(records.get(id))).toString());
            }
            case "POST" -> {
                return HttpAnswer.json(
                        200,
                        json(records.add(
                                        FakeRecords.full(body.path("subDomain").asText()),
                                        body.path("fieldType").asText(),
                                        body.path("target").asText(),
                                        body.path("ttl").asLong(),
                                        Json.object()))
                                .toString());
            }
            case "PUT" -> {
                records.put(new FakeRecord(
                        id,
                        FakeRecords.full(body.path("subDomain").asText()),
                        records.get(id).type(),
                        body.path("target").asText(),
                        body.path("ttl").asLong(),
                        Json.object()));
                return HttpAnswer.json(200, "null");
            }
            default -> {
                return records.delete(id) ? HttpAnswer.json(200, "null") : error(404, "NOT_FOUND");
            }
        }
    }

    private JsonNode ids(HttpExchange exchange) {
        String name = FakeRecords.full(query(exchange, "subDomain"));
        return Json.array(records.rrset(name, query(exchange, "fieldType")).stream()
                .map(FakeRecord::id)
                .toList());
    }

    private static JsonNode json(FakeRecord record) {
        return Json.object()
                .put("id", record.id())
                .put("zone", FakeRecords.ZONE)
                .put("fieldType", record.type())
                .put("subDomain", FakeRecords.relative(record.name(), ""))
                .put("target", record.value())
                .put("ttl", record.ttl());
    }

    private static HttpAnswer error(int status, String code) {
        return HttpAnswer.json(status, "{\"errorCode\":\"" + code + "\",\"message\":\"no " + CANARY + "\"}");
    }

    @Test
    void refreshesTheZoneEvenIfThatFailedTheFirstTime() throws Exception {
        refreshFails = true;
        assertThat(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4()).isInstanceOf(Outcome.Failed.class);
        assertThat(refreshed).isFalse();
        refreshFails = false;
        assertThat(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4()).isInstanceOf(Outcome.Unchanged.class);
        assertThat(refreshed).isTrue();
    }

    @Test
    void asksForTheTimeOnceAndAgainWhenItWasWrong() throws Exception {
        update(Goal.publish("192.0.2.1"), Goal.keep());
        update(Goal.publish("192.0.2.2"), Goal.keep());
        assertThat(timesAsked()).isEqualTo(1);
        fault(error(400, "QUERY_TIME_OUT"));
        assertFailed(update(Goal.publish("192.0.2.3"), Goal.keep()).ipv4(), FailureReason.CLOCK_SKEW, Retry.backoff());
        server.answer(this::answer);
        assertThat(update(Goal.publish("192.0.2.3"), Goal.keep()).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(timesAsked()).isEqualTo(2);
    }

    @Test
    void saysWhichRightsTheConsumerKeyLacks() throws Exception {
        fault(error(403, "NOT_GRANTED_CALL"));
        Outcome outcome = update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4();
        assertFailed(outcome, FailureReason.REFUSED, Retry.never());
        assertThat(outcome).asString().contains("/domain/zone");
    }

    @Test
    void needsNoListOfZonesIfTheZoneIsGiven() throws Exception {
        DnsUpdater one = OvhUpdater.builder()
                .application("key-1", Secret.of(CANARY), Secret.of(CANARY))
                .zone(FakeRecords.ZONE)
                .http(http)
                .clock(TIME.clock())
                .build();
        one.update(Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep()));
        assertThat(values(HOST, "A")).containsExactly("192.0.2.1");
        assertThat(server.exchanges()).noneMatch(exchange -> exchange.path().equals(ROOT));
    }

    private long timesAsked() {
        return server.exchanges().stream()
                .filter(exchange -> exchange.path().equals("/1.0/auth/time"))
                .count();
    }
}

package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoDaddyUpdaterTest extends RestUpdaterContract {

    private static final String RECORDS = "/v1/domains/" + FakeRecords.ZONE + "/records/";

    GoDaddyUpdaterTest() {
        super("api.godaddy.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return GoDaddyUpdater.builder()
                .key("key-1", secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    HttpAnswer tooMany() {
        return HttpAnswer.json(429, "{\"code\":\"TOO_MANY_REQUESTS\",\"retryAfterSec\":120}");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("Authorization")).contains("sso-key key-1:" + CANARY);
        if (!exchange.target().startsWith(RECORDS)) {
            return HttpAnswer.json(404, "{\"code\":\"UNKNOWN_DOMAIN\"}");
        }
        List<String> path = List.of(exchange.target()
                .substring(RECORDS.length())
                .replace("%40", "@")
                .split("/", -1));
        String type = path.get(0);
        String name = FakeRecords.full(path.get(1));
        switch (exchange.method()) {
            case "GET" -> {
                ArrayNode found = Json.array(List.of());
                records.rrset(name, type)
                        .forEach(record -> found.addObject()
                                .put("data", record.value())
                                .put("name", path.get(1))
                                .put("ttl", record.ttl())
                                .put("type", type));
                return HttpAnswer.json(200, found.toString());
            }
            case "PUT" -> {
                JsonNode body = Json.parse(exchange.body());
                records.deleteRrset(name, type);
                body.forEach(record -> records.add(
                        name,
                        type,
                        record.path("data").asText(),
                        record.path("ttl").asLong(),
                        Json.object()));
                return HttpAnswer.text(200, "");
            }
            default -> {
                return records.deleteRrset(name, type) ? HttpAnswer.text(204, "") : HttpAnswer.json(404, "{}");
            }
        }
    }

    @Test
    void takesTheDomainOutOfItsParkingLot() throws Exception {
        records.add(FakeRecords.ZONE, "A", "Parked", 600, Json.object());
        Goal goal = Goal.publish("192.0.2.1");
        assertThat(update(Update.of(Hostname.of(FakeRecords.ZONE), goal, Goal.keep()))
                        .ipv4())
                .isEqualTo(Outcome.reached(goal));
        assertThat(values(FakeRecords.ZONE, "A")).containsExactly("192.0.2.1");
    }

    @Test
    void saysWhyGoDaddyKeepsSmallAccountsOut() throws Exception {
        fault(HttpAnswer.json(403, "{\"code\":\"ACCESS_DENIED\"}"));
        Outcome outcome = update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4();
        assertFailed(outcome, FailureReason.REFUSED, Retry.never());
        assertThat(outcome).asString().contains("ten domains");
    }
}

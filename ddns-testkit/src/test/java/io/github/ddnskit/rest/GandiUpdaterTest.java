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

class GandiUpdaterTest extends RestUpdaterContract {

    private static final String ROOT = "/v5/livedns/domains/";

    GandiUpdaterTest() {
        super("api.gandi.net");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return GandiUpdater.builder().token(secret).http(http).clock(clock).build();
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("Authorization")).contains("Bearer " + CANARY);
        String path = exchange.path().replace("%40", "@");
        String base = ROOT + FakeRecords.ZONE;
        if (path.equals(base)) {
            return HttpAnswer.json(200, "{\"fqdn\":\"example.org\"}");
        }
        if (!path.startsWith(base + "/records/")) {
            return HttpAnswer.json(404, "{\"code\":404,\"message\":\"Unknown domain\"}");
        }
        List<String> rest =
                List.of(path.substring(base.length() + "/records/".length()).split("/", -1));
        String name = FakeRecords.full(rest.get(0));
        String type = rest.get(1);
        List<FakeRecord> found = records.rrset(name, type);
        switch (exchange.method()) {
            case "GET" -> {
                if (found.isEmpty()) {
                    return HttpAnswer.json(404, "{\"code\":404,\"message\":\"no such rrset\"}");
                }
                ObjectNode rrset = Json.object()
                        .put("rrset_name", rest.get(0))
                        .put("rrset_type", type)
                        .put("rrset_ttl", found.get(0).ttl());
                rrset.set("rrset_values", Json.array(records.values(name, type)));
                return HttpAnswer.json(200, rrset.toString());
            }
            case "PUT" -> {
                JsonNode body = Json.parse(exchange.body());
                records.deleteRrset(name, type);
                body.path("rrset_values")
                        .forEach(value -> records.add(
                                name,
                                type,
                                value.asText(),
                                body.path("rrset_ttl").asLong(),
                                Json.object()));
                return HttpAnswer.json(201, "{\"message\":\"DNS Record Created\"}");
            }
            default -> {
                return records.deleteRrset(name, type) ? HttpAnswer.text(204, "") : HttpAnswer.json(404, "{}");
            }
        }
    }
}

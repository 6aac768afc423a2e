package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DesecUpdaterTest extends RestUpdaterContract {

    private static final String ROOT = "/api/v1/domains/";
    private static final String RRSETS = ROOT + "example.org/rrsets/";

    DesecUpdaterTest() {
        super("desec.io");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return DesecUpdater.builder().token(secret).http(http).clock(clock).build();
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("Authorization")).contains("Token " + CANARY);
        String path = exchange.path().replace("%40", "@");
        if (path.equals(ROOT)) {
            boolean owned = query(exchange, "owns_qname").endsWith(FakeRecords.ZONE);
            return HttpAnswer.json(200, owned ? "[{\"name\":\"example.org\",\"minimum_ttl\":3600}]" : "[]");
        }
        if (exchange.method().equals("PATCH") && path.equals(RRSETS)) {
            return patch(Json.parse(exchange.body()));
        }
        List<String> key = List.of(path.substring(RRSETS.length()).split("/", -1));
        assertThat(exchange.method()).isEqualTo("GET");
        assertThat(key).hasSize(3).endsWith("");
        List<FakeRecord> found = records.rrset(FakeRecords.full(key.get(0)), key.get(1));
        if (found.isEmpty()) {
            return HttpAnswer.json(404, "{\"detail\":\"Not found.\"}");
        }
        ObjectNode rrset = Json.object().put("subname", key.get(0)).put("type", key.get(1));
        rrset.put("ttl", found.get(0).ttl());
        rrset.set("records", Json.array(found.stream().map(FakeRecord::value).toList()));
        return HttpAnswer.json(200, rrset.toString());
    }

    /** All or nothing, as deSEC says of its bulk requests. */
    private HttpAnswer patch(JsonNode rrsets) {
        for (JsonNode rrset : rrsets) {
            if (rrset.path("subname").asText().startsWith("alias")) {
                return HttpAnswer.json(400, "[{\"non_field_errors\":[\"conflicts with CNAME\"]}]");
            }
        }
        for (JsonNode rrset : rrsets) {
            String name = FakeRecords.full(rrset.path("subname").asText());
            String type = rrset.path("type").asText();
            records.deleteRrset(name, type);
            rrset.path("records")
                    .forEach(value -> records.add(
                            name, type, value.asText(), rrset.path("ttl").asLong(), Json.object()));
        }
        return HttpAnswer.json(200, "[]");
    }

    @Test
    void writesBothFamiliesOfSeveralNamesInOneRequest() throws Exception {
        List<UpdateReport> reports = updater.updateAll(List.of(
                Update.of(Hostname.of("a.example.org"), Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1")),
                Update.of(Hostname.of("b.example.org"), Goal.publish("192.0.2.2"), Goal.keep())));
        assertThat(reports).allMatch(report -> report.ipv4() instanceof Outcome.Published);
        assertThat(writes()).hasSize(1);
        assertThat(values("a.example.org", "AAAA")).containsExactly("2001:db8::1");
        assertThat(values("b.example.org", "A")).containsExactly("192.0.2.2");
    }

    @Test
    void doesNotLetOneBadChangeHoldUpTheOthers() throws Exception {
        List<UpdateReport> reports = updater.updateAll(List.of(
                Update.of(Hostname.of("alias.example.org"), Goal.publish("192.0.2.1"), Goal.keep()),
                Update.of(Hostname.of("b.example.org"), Goal.publish("192.0.2.2"), Goal.keep())));
        assertFailed(reports.get(0).ipv4(), FailureReason.BAD_REQUEST, Retry.backoff());
        assertThat(reports.get(1).ipv4()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void refusesATtlBelowThatOfTheDomain() throws Exception {
        RecordOptions options = RecordOptions.defaults().withTtl(Duration.ofSeconds(60));
        Update update = new Update(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep(), options);
        assertFailed(update(update).ipv4(), FailureReason.UNSUPPORTED, Retry.never());
        assertThat(writes()).isEmpty();
        assertThat(updater.capabilities().refreshForbidden()).isTrue();
    }
}

package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerDnsUpdaterTest extends RestUpdaterContract {

    private static final String ZONES = "/api/v1/servers/localhost/zones";

    private static final String SEARCH = "/api/v1/servers/localhost/search-data";

    PowerDnsUpdaterTest() {
        super("ns1.example.net");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return PowerDnsUpdater.builder()
                .endpoint("https://ns1.example.net:8081/")
                .token(secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    HttpAnswer badCredentials() {
        return HttpAnswer.text(401, "Unauthorized");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.header("X-API-Key")).contains(CANARY);
        if (exchange.path().equals(ZONES)) {
            boolean there = query(exchange, "zone").equals("example.org.");
            return HttpAnswer.json(200, there ? "[{\"id\":\"example.org.\",\"name\":\"example.org.\"}]" : "[]");
        }
        if (exchange.path().equals(SEARCH)) {
            return search(query(exchange, "q"));
        }
        assertThat(exchange.path()).isEqualTo(ZONES + "/example.org.");
        if (exchange.method().equals("GET")) {
            return rrset(query(exchange, "rrset_name"), query(exchange, "rrset_type"));
        }
        for (JsonNode rrset : Json.parse(exchange.body()).path("rrsets")) {
            String name = withoutDot(rrset.path("name").asText());
            String type = rrset.path("type").asText();
            records.deleteRrset(name, type);
            for (JsonNode one : rrset.path("records")) {
                ObjectNode extra = Json.object();
                if (one.path("disabled").asBoolean()) {
                    extra.put("disabled", true);
                }
                records.add(
                        name,
                        type,
                        one.path("content").asText(),
                        rrset.path("ttl").asLong(),
                        extra);
            }
        }
        return HttpAnswer.text(204, "");
    }

    private HttpAnswer search(String name) {
        ArrayNode found = Json.array(List.of());
        for (FakeRecord one : records.all()) {
            if (one.name().equals(name)) {
                found.addObject()
                        .put("name", one.name() + ".")
                        .put("type", one.type())
                        .put("content", one.value())
                        .put("disabled", one.extra().path("disabled").asBoolean());
            }
        }
        return HttpAnswer.json(200, found.toString());
    }

    /** Shows no disabled records, as PowerDNS does when it is asked for one RRset. */
    private HttpAnswer rrset(String name, String type) {
        List<FakeRecord> found = records.rrset(withoutDot(name), type).stream()
                .filter(one -> !one.extra().path("disabled").asBoolean())
                .toList();
        ObjectNode zone = Json.object();
        ArrayNode rrsets = zone.putArray("rrsets");
        if (!found.isEmpty()) {
            ObjectNode rrset = rrsets.addObject()
                    .put("name", name)
                    .put("type", type)
                    .put("ttl", found.get(0).ttl());
            ArrayNode list = rrset.putArray("records");
            found.forEach(one -> list.add(one.extra().deepCopy().put("content", one.value())));
        }
        return HttpAnswer.json(200, zone.toString());
    }

    private static String withoutDot(String name) {
        assertThat(name).endsWith(".");
        return name.substring(0, name.length() - 1);
    }

    @Test
    void keepsDisabledRecords() throws Exception {
        records.add(HOST, "A", "192.0.2.1", 60, Json.object().put("disabled", true));
        update(Goal.publish("192.0.2.2"), Goal.keep());
        assertThat(values(HOST, "A")).containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2");
        update(Goal.remove(), Goal.keep());
        assertThat(values(HOST, "A")).containsExactly("192.0.2.1");
    }

    @Test
    void sendsNoKeyInTheClearUnlessPermitted() {
        PowerDnsUpdater.Builder builder =
                PowerDnsUpdater.builder().endpoint("http://127.0.0.1:8081").token(Secret.of(CANARY));
        assertThatThrownBy(builder::build).hasMessageContaining("https").hasMessageNotContaining(CANARY);
        builder.allowPlainHttp(true).build().close();
    }
}

package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetcupUpdaterTest extends RestUpdaterContract {

    private int sessions;
    private int open;
    private boolean forgetful;

    NetcupUpdaterTest() {
        super("ccp.netcup.net");
    }

    @BeforeEach
    void noSession() {
        sessions = 0;
        open = 0;
        forgetful = false;
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return NetcupUpdater.builder()
                .account("12345", secret, secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object().put("priority", "0").put("state", "yes");
    }

    @Override
    boolean isWrite(HttpExchange exchange) {
        return Json.parse(exchange.body()).path("action").asText().equals("updateDnsRecords");
    }

    @Override
    HttpAnswer badCredentials() {
        return error("login", 4011, "The login to the API failed. " + CANARY);
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.method()).isEqualTo("POST");
        assertThat(exchange.target()).isEqualTo("/run/webservice/servers/endpoint.php?JSON");
        JsonNode body = Json.parse(exchange.body());
        JsonNode param = body.path("param");
        String action = body.path("action").asText();
        assertThat(param.path("customernumber").asText()).isEqualTo("12345");
        assertThat(param.path("apikey").asText()).isEqualTo(CANARY);
        if (action.equals("login")) {
            assertThat(param.path("apipassword").asText()).isEqualTo(CANARY);
            sessions++;
            open++;
            return success(action, Json.object().put("apisessionid", "session-" + sessions));
        }
        assertThat(param.has("apipassword")).isFalse();
        if (forgetful && sessions == 1) {
            open--;
            return error(action, 4001, "The session id is not in a valid format.");
        }
        assertThat(param.path("apisessionid").asText()).isEqualTo("session-" + sessions);
        if (action.equals("logout")) {
            open--;
            return success(action, Json.object());
        }
        String domain = param.path("domainname").asText();
        if (!domain.equals(FakeRecords.ZONE)) {
            return error(action, 5029, "The zone " + domain + " could not be found.");
        }
        param.path("dnsrecordset").path("dnsrecords").forEach(this::write);
        ObjectNode data = Json.object();
        ArrayNode all = data.putArray("dnsrecords");
        records.all()
                .forEach(record -> all.add(record.extra()
                        .deepCopy()
                        .put("id", record.id())
                        .put("hostname", FakeRecords.relative(record.name(), "@"))
                        .put("type", record.type())
                        .put("destination", record.value())));
        return success(action, data);
    }

    private void write(JsonNode record) {
        String id = record.path("id").asText();
        String name = FakeRecords.full(record.path("hostname").asText());
        String value = record.path("destination").asText();
        String type = record.path("type").asText();
        ObjectNode extra = Json.object();
        setByHand()
                .fieldNames()
                .forEachRemaining(field -> extra.put(field, record.path(field).asText()));
        if (id.isEmpty()) {
            records.add(name, type, value, ttl(), extra);
        } else if (record.path("deleterecord").asBoolean()) {
            assertThat(records.delete(id)).isTrue();
        } else {
            records.put(new FakeRecord(id, name, type, value, ttl(), extra));
        }
    }

    private static HttpAnswer success(String action, ObjectNode data) {
        ObjectNode reply =
                Json.object().put("action", action).put("status", "success").put("statuscode", 2000);
        reply.set("responsedata", data);
        return HttpAnswer.json(200, reply.toString());
    }

    private static HttpAnswer error(String action, int code, String message) {
        ObjectNode reply = Json.object()
                .put("action", action)
                .put("status", "error")
                .put("statuscode", code)
                .put("longmessage", message)
                .put("responsedata", "");
        return HttpAnswer.json(200, reply.toString());
    }

    @Test
    @Override
    void publishesTheWildcardAndTheTtlThatAreAskedFor() throws Exception {
        Goal goal = Goal.publish("192.0.2.1");
        RecordOptions wildcard = RecordOptions.defaults().withWildcard(true);
        Update update = new Update(Hostname.of(HOST), goal, Goal.keep(), wildcard);
        assertThat(update(update).ipv4()).isEqualTo(Outcome.reached(goal));
        assertThat(values("*." + HOST, "A")).containsExactly("192.0.2.1");
        assertThat(update(update).ipv4()).isInstanceOf(Outcome.Unchanged.class);
        RecordOptions ttl = RecordOptions.defaults().withTtl(Duration.ofMinutes(5));
        assertFailed(
                update(new Update(Hostname.of(HOST), goal, Goal.keep(), ttl)).ipv4(),
                FailureReason.UNSUPPORTED,
                Retry.never());
    }

    @Test
    void sendsTheRecordThatChangesAndNoOther() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        update(Goal.publish("192.0.2.2"), Goal.keep());
        JsonNode sent = Json.parse(writes().get(0).body()).at("/param/dnsrecordset/dnsrecords");
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).path("hostname").asText()).isEqualTo("home");
    }

    @Test
    void endsEverySessionItBegan() throws Exception {
        update(Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1"));
        update(Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1"));
        assertThat(sessions).isEqualTo(2);
        assertThat(open).isZero();
    }

    @Test
    void logsInAgainWhenTheSessionWasForgotten() throws Exception {
        forgetful = true;
        assertThat(update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(sessions).isEqualTo(2);
        assertThat(open).isZero();
    }

    @Test
    void waitsWhenThereWereTooManyRequests() throws Exception {
        fault(error("login", 4013, "More than 180 requests per minute. Please wait and retry later."));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(),
                FailureReason.RATE_LIMITED,
                Retry.notBefore(TIME.now().plus(Duration.ofMinutes(5))));
    }
}

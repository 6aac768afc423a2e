package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnspodUpdaterTest extends RestUpdaterContract {

    private static final String AUTOMATIC = "{\"Line\":\"默认\",\"LineId\":\"0\",\"Status\":\"ENABLE\"}";

    DnspodUpdaterTest() {
        super("dnspod.tencentcloudapi.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return DnspodUpdater.builder()
                .key("id-1", secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object()
                .put("Line", "电信")
                .put("LineId", "10=0")
                .put("Status", "ENABLE")
                .put("Remark", "the camera")
                .put("Weight", 20);
    }

    @Override
    boolean isWrite(HttpExchange exchange) {
        return !action(exchange).startsWith("Describe");
    }

    @Override
    HttpAnswer badCredentials() {
        return error("AuthFailure.SignatureFailure");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        assertThat(exchange.method() + exchange.target()).isEqualTo("POST/");
        assertThat(exchange.header("X-TC-Version")).contains("2021-03-23");
        assertThat(exchange.header("X-TC-Timestamp"))
                .contains(String.valueOf(TIME.now().getEpochSecond()));
        assertThat(exchange.header("Authorization"))
                .contains(Tc3Signature.of(
                        new Tc3Signature.Key("id-1", CANARY),
                        "dnspod",
                        new Tc3Signature.Call(
                                exchange.host(),
                                action(exchange),
                                exchange.header("Content-Type").orElse(""),
                                exchange.body()),
                        TIME.now()));
        JsonNode body = Json.parse(exchange.body());
        if (action(exchange).equals("DescribeDomainList")) {
            return domains(body);
        }
        if (!body.path("Domain").asText().equals(FakeRecords.ZONE)) {
            return error("InvalidParameterValue.DomainNotExists");
        }
        switch (action(exchange)) {
            case "DescribeRecordList" -> {
                String name = FakeRecords.full(body.path("Subdomain").asText());
                List<FakeRecord> found =
                        records.rrset(name, body.path("RecordType").asText());
                ObjectNode response = Json.object();
                found.forEach(record -> response.withArray("RecordList").add(json(record)));
                return found.isEmpty() ? error("ResourceNotFound.NoDataOfRecord") : success(response);
            }
            case "CreateRecord" -> {
                ObjectNode extra = extra(body);
                return success(Json.object()
                        .put("RecordId", Long.parseLong(added(body, extra).id())));
            }
            case "ModifyRecord" -> {
                FakeRecord old = records.get(body.path("RecordId").asText());
                // what is not sent is lost
                records.put(new FakeRecord(
                        old.id(),
                        FakeRecords.full(body.path("SubDomain").asText()),
                        body.path("RecordType").asText(),
                        body.path("Value").asText(),
                        body.path("TTL").asLong(600),
                        extra(body)));
                return success(Json.object());
            }
            default -> {
                return records.delete(body.path("RecordId").asText())
                        ? success(Json.object())
                        : error("ResourceNotFound.NoDataOfRecord");
            }
        }
    }

    private FakeRecord added(JsonNode body, ObjectNode extra) {
        return records.add(
                FakeRecords.full(body.path("SubDomain").asText()),
                body.path("RecordType").asText(),
                body.path("Value").asText(),
                body.path("TTL").asLong(600),
                extra);
    }

    private static ObjectNode extra(JsonNode body) {
        ObjectNode extra = Json.object()
                .put("Line", body.path("RecordLine").asText())
                .put("LineId", body.path("RecordLineId").asText())
                .put("Status", body.path("Status").asText("ENABLE"));
        if (body.has("Remark")) {
            extra.set("Remark", body.path("Remark"));
        }
        if (body.has("Weight")) {
            extra.set("Weight", body.path("Weight"));
        }
        return extra;
    }

    /** Pages of one, to see that all are asked for. */
    private static HttpAnswer domains(JsonNode body) {
        List<String> all = List.of("an-example.org", FakeRecords.ZONE).stream()
                .filter(name -> name.contains(body.path("Keyword").asText()))
                .toList();
        ObjectNode response = Json.object();
        response.withObject("/DomainCountInfo").put("DomainTotal", all.size() * 50);
        response.putArray("DomainList");
        int page = body.path("Offset").asInt() / 50;
        all.stream()
                .skip(page)
                .limit(1)
                .forEach(name -> response.withArray("DomainList").addObject().put("Name", name));
        return all.isEmpty() ? error("ResourceNotFound.NoDataOfDomain") : success(response);
    }

    private static ObjectNode json(FakeRecord record) {
        return record.extra()
                .deepCopy()
                .put("RecordId", Long.parseLong(record.id()))
                .put("Name", FakeRecords.relative(record.name(), "@"))
                .put("Type", record.type())
                .put("Value", record.value())
                .put("TTL", record.ttl());
    }

    private static String action(HttpExchange exchange) {
        return exchange.header("X-TC-Action").orElse("");
    }

    private static HttpAnswer success(ObjectNode response) {
        return HttpAnswer.json(
                200,
                Json.object().set("Response", response.put("RequestId", "r")).toString());
    }

    private static HttpAnswer error(String code) {
        return HttpAnswer.json(
                200,
                "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"no " + CANARY
                        + "\"},\"RequestId\":\"r\"}}");
    }

    @Test
    void givesANewRecordTheDefaultLine() throws Exception {
        update(Goal.publish("192.0.2.1"), Goal.keep());
        assertThat(records.rrset(HOST, "A").get(0).extra()).isEqualTo(Json.parse(AUTOMATIC));
    }

    @Test
    void leavesAloneWhatIsSplitByLinesOrSwitchedOff() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        records.add(HOST, "A", "192.0.2.2", ttl(), (ObjectNode) Json.parse(AUTOMATIC));
        records.add(HOST, "AAAA", "2001:db8::1", ttl(), setByHand().put("Status", "DISABLE"));
        var report = update(Goal.publish("192.0.2.3"), Goal.publish("2001:db8::2"));
        assertFailed(report.ipv4(), FailureReason.CONFLICT, Retry.backoff());
        assertFailed(report.ipv6(), FailureReason.CONFLICT, Retry.backoff());
        assertThat(writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AuthFailure.SignatureExpire, CLOCK_SKEW, false",
        "AuthFailure.SecretIdNotFound, BAD_CREDENTIALS, true",
        "AuthFailure.UnauthorizedOperation, REFUSED, true",
        "UnauthorizedOperation.CamNoAuth, REFUSED, true",
        "RequestLimitExceeded.UinLimitExceeded, RATE_LIMITED, false",
        "IpNotInWhitelist, REFUSED, true",
        "LimitExceeded.SubdomainRollLimit, REFUSED, false",
        "InvalidParameterValue.DomainNotExists, ZONE_NOT_SERVED, false",
        "InternalError, SERVER_ERROR, false",
        "InvalidParameter.RecordTypeInvalid, BAD_REQUEST, false"
    })
    void knowsTheErrorsOfDnspod(String code, FailureReason reason, boolean never) throws Exception {
        fault(error(code));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), reason, never ? Retry.never() : Retry.backoff());
    }
}

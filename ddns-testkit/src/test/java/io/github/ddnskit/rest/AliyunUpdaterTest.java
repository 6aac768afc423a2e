package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliyunUpdaterTest extends RestUpdaterContract {

    private final Set<String> nonces = ConcurrentHashMap.newKeySet();

    AliyunUpdaterTest() {
        super("alidns.aliyuncs.com");
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        return AliyunUpdater.builder()
                .key("id-1", secret)
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    ObjectNode setByHand() {
        return Json.object()
                .put("Line", "telecom")
                .put("Weight", 2)
                .put("Remark", "the camera")
                .put("Status", "ENABLE");
    }

    @Override
    boolean isWrite(HttpExchange exchange) {
        return !action(exchange).startsWith("Describe");
    }

    @Override
    HttpAnswer badCredentials() {
        return error(404, "InvalidAccessKeyId.NotFound");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) {
        verifySignature(exchange);
        switch (action(exchange)) {
            case "DescribeDomains" -> {
                assertThat(query(exchange, "SearchMode")).isEqualTo("EXACT");
                ObjectNode reply = Json.object();
                ArrayNode domains = reply.withObject("/Domains").putArray("Domain");
                if (query(exchange, "KeyWord").equals(FakeRecords.ZONE)) {
                    domains.addObject().put("DomainName", FakeRecords.ZONE);
                }
                return HttpAnswer.json(200, reply.toString());
            }
            case "DescribeSubDomainRecords" -> {
                return page(exchange);
            }
            case "AddDomainRecord" -> {
                assertThat(query(exchange, "DomainName")).isEqualTo(FakeRecords.ZONE);
                FakeRecord added = records.add(
                        FakeRecords.full(query(exchange, "RR")),
                        query(exchange, "Type"),
                        query(exchange, "Value"),
                        Long.parseLong(query(exchange, "TTL")),
                        Json.object().put("Line", query(exchange, "Line")).put("Status", "ENABLE"));
                return HttpAnswer.json(200, "{\"RecordId\":\"" + added.id() + "\"}");
            }
            case "UpdateDomainRecord" -> {
                FakeRecord old = records.get(query(exchange, "RecordId"));
                records.put(new FakeRecord(
                        old.id(),
                        FakeRecords.full(query(exchange, "RR")),
                        query(exchange, "Type"),
                        query(exchange, "Value"),
                        Long.parseLong(query(exchange, "TTL")),
                        old.extra().deepCopy().put("Line", query(exchange, "Line"))));
                return HttpAnswer.json(200, "{}");
            }
            default -> {
                assertThat(action(exchange)).isEqualTo("DeleteDomainRecord");
                return records.delete(query(exchange, "RecordId"))
                        ? HttpAnswer.json(200, "{}")
                        : error(400, "DomainRecordNotBelongToUser");
            }
        }
    }

    private void verifySignature(HttpExchange exchange) {
        assertThat(exchange.method() + exchange.path() + exchange.body()).isEqualTo("POST/");
        assertThat(exchange.header("Accept")).contains("application/json");
        assertThat(exchange.header("x-acs-version")).contains("2015-01-09");
        assertThat(exchange.header("x-acs-date")).contains(TIME.now().toString().replaceAll("\\.[0-9]+Z", "Z"));
        assertThat(nonces.add(exchange.header("x-acs-signature-nonce").orElse("")))
                .isTrue();
        TreeMap<String, String> headers = new TreeMap<>();
        exchange.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("host") || name.startsWith("x-acs-")) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        });
        String query = exchange.target().substring("/?".length());
        assertThat(query).isEqualTo(Acs3Signature.query(exchange.query()));
        assertThat(exchange.header("Authorization")).contains(Acs3Signature.of("id-1", CANARY, query, headers));
    }

    /** Pages of one record that count as fifty, to see that all are asked for. */
    private HttpAnswer page(HttpExchange exchange) {
        assertThat(query(exchange, "DomainName")).isEqualTo(FakeRecords.ZONE);
        String name = query(exchange, "SubDomain").replace("@.", "");
        List<FakeRecord> found = records.rrset(name, query(exchange, "Type"));
        ObjectNode reply = Json.object().put("TotalCount", found.size() * 50);
        ArrayNode page = reply.withObject("/DomainRecords").putArray("Record");
        found.stream()
                .skip(Long.parseLong(query(exchange, "PageNumber")) - 1)
                .limit(1)
                .forEach(record -> page.add(record.extra()
                        .deepCopy()
                        .put("RecordId", record.id())
                        .put("RR", FakeRecords.relative(record.name(), "@"))
                        .put("Type", record.type())
                        .put("Value", record.value())
                        .put("TTL", record.ttl())));
        return HttpAnswer.json(200, reply.toString());
    }

    private static String action(HttpExchange exchange) {
        return exchange.header("x-acs-action").orElse("");
    }

    private static HttpAnswer error(int status, String code) {
        return HttpAnswer.json(status, "{\"Code\":\"" + code + "\",\"Message\":\"no " + CANARY + "\"}");
    }

    @Test
    void leavesAloneWhatIsSplitByLinesOrSwitchedOff() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        records.add(HOST, "A", "192.0.2.2", ttl(), setByHand().put("Line", "default"));
        records.add(HOST, "AAAA", "2001:db8::1", ttl(), setByHand().put("Status", "DISABLE"));
        var report = update(Goal.publish("192.0.2.3"), Goal.publish("2001:db8::2"));
        assertFailed(report.ipv4(), FailureReason.CONFLICT, Retry.backoff());
        assertFailed(report.ipv6(), FailureReason.CONFLICT, Retry.backoff());
        assertThat(writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, SignatureDoesNotMatch, BAD_CREDENTIALS, true",
        "400, InvalidAccessKeyId.Inactive, BAD_CREDENTIALS, true",
        "403, Forbidden.RAM, REFUSED, true",
        "400, Throttling.User, RATE_LIMITED, false",
        "400, InvalidTimeStamp.Expired, CLOCK_SKEW, false",
        "400, IncorrectDomainUser, ZONE_NOT_SERVED, false",
        "400, DomainRecordDuplicate, CONFLICT, false",
        "400, DomainRecordLocked, REFUSED, false",
        "503, ServiceUnavailable, SERVER_ERROR, false"
    })
    void knowsTheErrorsOfAlibabaCloud(int status, String code, FailureReason reason, boolean never) throws Exception {
        fault(error(status, code));
        assertFailed(
                update(Goal.publish("192.0.2.1"), Goal.keep()).ipv4(), reason, never ? Retry.never() : Retry.backoff());
    }
}

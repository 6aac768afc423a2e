package io.github.ddnskit.rest;

import static io.github.ddnskit.FailureReason.BAD_CREDENTIALS;
import static io.github.ddnskit.FailureReason.CLOCK_SKEW;
import static io.github.ddnskit.FailureReason.CONFLICT;
import static io.github.ddnskit.FailureReason.RATE_LIMITED;
import static io.github.ddnskit.FailureReason.REFUSED;
import static io.github.ddnskit.FailureReason.ZONE_NOT_SERVED;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import java.net.InetAddress;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Publishes addresses with Alibaba Cloud DNS (Aliyun), version 2015-01-09 of its API, signed by method V3. Thread-safe.
 *
 * <p>A record that is changed keeps its line and TTL, and its weight and remark, which have requests of their own; a new one
 * gets the default line and 600 seconds. Records of several lines at one name, and a record that is switched off, are left
 * alone and the update fails.
 *
 * <p>Follows <a href="https://www.alibabacloud.com/help/en/dns/api-alidns-2015-01-09-updatedomainrecord">Alibaba Cloud's
 * reference</a>, checked 2026-11-22; what its error codes mean was gathered from its users.
 */
public final class AliyunUpdater extends RecordUpdater {

    private static final String VERSION = "2015-01-09";
    private static final String ACTION = "x-acs-action";
    private static final Ttls TTLS = new Ttls(600, 1, 86_400);
    private static final RecordFields FIELDS = new RecordFields("RecordId", "Type", "RR", "@", "Value", "TTL");
    // more would not fit into the longest reply that is read
    private static final int PAGE_SIZE = 50;

    private AliyunUpdater(Builder builder) {
        super(builder, TTLS);
    }

    /** {@return a builder, of which the AccessKey must be given: its ID and its secret} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("x-acs-content-sha256", Acs3Signature.NO_BODY);
        headers.put(
                "x-acs-date", clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
        headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
        headers.put("x-acs-version", VERSION);
        headers.forEach(http::header);
        http.header("Accept", "application/json");
        headers.put("host", authority());
        headers.put(ACTION, call.header(ACTION));
        http.header(
                "Authorization",
                Secret.of(
                        Acs3Signature.of(login().account(), login().secret().reveal(), call.encodedQuery(), headers)));
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String code = body.path("Code").asText();
        if (code.startsWith("Throttling")) {
            return failed(RATE_LIMITED, "too many requests to Alibaba Cloud");
        }
        if (code.startsWith("InvalidAccessKeyId") || code.equals("SignatureDoesNotMatch")) {
            return never(BAD_CREDENTIALS, "check the AccessKey ID and its secret, and whether it is on")
                    .accountWide();
        }
        if (code.startsWith("Forbidden") || code.startsWith("NoPermission")) {
            return never(REFUSED, "the AccessKey lacks a right: it needs AliyunDNSFullAccess");
        }
        return switch (code) {
            case "InvalidTimeStamp.Expired", "InvalidTimeStamp.Format" ->
                failed(CLOCK_SKEW, "the clock of this device is off by more than fifteen minutes");
            case "InvalidDomainName.NoExist", "IncorrectDomainUser", "DomainForbidden" ->
                failed(ZONE_NOT_SERVED, "there is no such domain in this account");
            case "DomainRecordDuplicate", "DomainRecordConflict" ->
                failed(CONFLICT, "another record, such as a CNAME, is in the way");
            case "DomainRecordLocked", "DomainRecordNotBelongToUser" ->
                failed(REFUSED, "the record is locked, or not the user's");
            default -> super.failure(reply, body);
        };
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 2, name -> {
            JsonNode found = send(call("DescribeDomains", Map.of("KeyWord", name.ascii(), "SearchMode", "EXACT")));
            return Lines.zone(name, Json.elements(found, "/Domains/Domain"), "DomainName");
        });
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        Map<String, String> query = new TreeMap<>();
        query.put("SubDomain", name.relative("@") + "." + name.zone().id());
        query.put("DomainName", name.zone().id());
        query.put("Type", name.type());
        query.put("PageNumber", "1");
        query.put("PageSize", String.valueOf(PAGE_SIZE));
        List<JsonNode> records =
                collect("/DomainRecords/Record", call("DescribeSubDomainRecords", query), (page, number) -> {
                    query.put("PageNumber", String.valueOf(number));
                    boolean last = page.path("TotalCount").asInt() <= (number - 1) * PAGE_SIZE;
                    return last ? null : call("DescribeSubDomainRecords", query);
                });
        return Lines.one(name, FIELDS.items(name, records), "Line");
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        Map<String, String> record = record(change, address, change.ttl(defaultTtl()), change.source());
        record.put("DomainName", change.name().zone().id());
        send(call("AddDomainRecord", record));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        Map<String, String> record = record(change, address, change.ttl(item, defaultTtl()), item.source());
        record.put("RecordId", item.id());
        send(call("UpdateDomainRecord", record));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        send(call("DeleteDomainRecord", Map.of("RecordId", item.id())));
    }

    private static Map<String, String> record(Change change, InetAddress address, long ttl, JsonNode beside) {
        Map<String, String> record = new TreeMap<>();
        FIELDS.record(change.name(), address, ttl)
                .properties()
                .forEach(one -> record.put(one.getKey(), one.getValue().asText()));
        record.put("Line", beside.path("Line").asText("default"));
        return record;
    }

    private static RestCall call(String action, Map<String, String> parameters) {
        return RestCall.of("POST").encodedQuery(Acs3Signature.query(parameters)).header(ACTION, action);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends KeyBuilder<AliyunUpdater, Builder> {
        private Builder() {
            super("aliyun", "https://alidns.aliyuncs.com/", AliyunUpdater::new);
        }
    }
}

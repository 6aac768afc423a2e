package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.InetAddress;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    // more would not fit into the longest reply that is read
    private static final int PAGE_SIZE = 50;

    private final String keyId;
    private final Secret keySecret;

    private AliyunUpdater(Builder builder) {
        super(builder, TTLS);
        keyId = RestBuilder.given(builder.keyId, "the AccessKey ID");
        keySecret = RestBuilder.given(builder.keySecret, "the AccessKey secret");
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("aliyun:" + authority(), keyId, keySecret);
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
                "Authorization", Secret.of(Acs3Signature.of(keyId, keySecret.reveal(), call.encodedQuery(), headers)));
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String code = body.path("Code").asText();
        if (code.startsWith("Throttling")) {
            return failed(FailureReason.RATE_LIMITED, "too many requests");
        }
        if (code.startsWith("InvalidAccessKeyId") || code.equals("SignatureDoesNotMatch")) {
            return never(FailureReason.BAD_CREDENTIALS, "check the AccessKey ID and its secret, and whether it is on")
                    .accountWide();
        }
        if (code.startsWith("Forbidden") || code.startsWith("NoPermission")) {
            return never(FailureReason.REFUSED, "the AccessKey lacks a right: it needs AliyunDNSFullAccess");
        }
        return switch (code) {
            case "InvalidTimeStamp.Expired", "InvalidTimeStamp.Format" ->
                failed(FailureReason.CLOCK_SKEW, "the clock of this device is off by more than fifteen minutes");
            case "InvalidDomainName.NoExist", "IncorrectDomainUser", "DomainForbidden" ->
                failed(FailureReason.ZONE_NOT_SERVED, "there is no such domain in this account");
            case "DomainRecordDuplicate", "DomainRecordConflict" ->
                failed(FailureReason.CONFLICT, "another record, such as a CNAME, is in the way");
            case "DomainRecordLocked", "DomainRecordNotBelongToUser" ->
                failed(FailureReason.REFUSED, "the record is locked, or not the user's");
            default -> super.failure(reply, body);
        };
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 2, name -> {
            JsonNode found = send(call("DescribeDomains", Map.of("KeyWord", name.ascii(), "SearchMode", "EXACT")));
            for (JsonNode domain : Json.elements(found, "/Domains/Domain")) {
                String its = Json.text(domain, "DomainName");
                if (its.equalsIgnoreCase(name.ascii()) || its.equals(name.unicode())) {
                    return Optional.of(new Zone(its, name));
                }
            }
            return Optional.empty();
        });
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        List<JsonNode> records = collect("/DomainRecords/Record", (number, previous) -> {
            boolean last = previous != null && previous.path("TotalCount").asInt() <= (number - 1) * PAGE_SIZE;
            return last
                    ? null
                    : call(
                            "DescribeSubDomainRecords",
                            Map.of(
                                    "SubDomain",
                                            name.relative("@") + "."
                                                    + name.zone().id(),
                                    "DomainName", name.zone().id(),
                                    "Type", name.type(),
                                    "PageNumber", Integer.toString(number),
                                    "PageSize", Integer.toString(PAGE_SIZE)));
        });
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode record : records) {
            if (Json.text(record, "Type").equals(name.type())
                    && Json.text(record, "RR").equalsIgnoreCase(name.relative("@"))) {
                items.add(new Rrset.Item(
                        Json.text(record, "RecordId"),
                        Json.address(record, "Value", name.family()),
                        Json.number(record, "TTL"),
                        record));
            }
        }
        return Lines.one(name, items, "Line");
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        JsonNode beside =
                change.current() == null ? Json.object() : change.current().source();
        Map<String, String> record = record(change, address, change.ttl(defaultTtl()), beside);
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
        record.put("RR", change.name().relative("@"));
        record.put("Type", change.name().type());
        record.put("Value", IpLiteral.format(address));
        record.put("TTL", Long.toString(ttl));
        record.put("Line", beside.path("Line").asText("default"));
        return record;
    }

    private static RestCall call(String action, Map<String, String> parameters) {
        return RestCall.of("POST").encodedQuery(Acs3Signature.query(parameters)).header(ACTION, action);
    }

    private static Outcome.Failed failed(FailureReason reason, String words) {
        return Outcome.failed(reason, Retry.backoff(), "Alibaba Cloud DNS: " + words);
    }

    private static Outcome.Failed never(FailureReason reason, String words) {
        return Outcome.failed(reason, Retry.never(), "Alibaba Cloud DNS: " + words);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable String keyId;
        private @Nullable Secret keySecret;

        private Builder() {
            super("https://alidns.aliyuncs.com/");
        }

        /**
         * Sets the AccessKey ID.
         *
         * @param keyId the name of the key, which is no secret
         * @return this
         */
        public Builder keyId(String keyId) {
            this.keyId = keyId;
            return this;
        }

        /**
         * Sets the AccessKey secret.
         *
         * @param keySecret the key itself
         * @return this
         */
        public Builder keySecret(Secret keySecret) {
            this.keySecret = keySecret;
            return this;
        }

        /**
         * Makes the updater.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if the AccessKey ID or its secret is missing
         */
        public AliyunUpdater build() {
            return new AliyunUpdater(this);
        }
    }
}

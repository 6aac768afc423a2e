package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with DNSPod through the API of Tencent Cloud, version 2021-03-23. Thread-safe.
 *
 * <p>A record that is changed keeps its line, weight, remark, status and TTL; a new one gets the default line and 600
 * seconds. Records of several lines at one name, and a record that is switched off, are left alone and the update fails.
 *
 * <p>This is not the older API at dnsapi.cn: its login token opens the whole account and travels in every request, while a
 * key of Tencent Cloud signs requests, can be limited to DNSPod, and works for accounts of both its sites.
 *
 * <p>Follows <a href="https://cloud.tencent.com/document/api/1427/56193">Tencent's reference</a>, checked 2026-11-22.
 */
public final class DnspodUpdater extends RecordUpdater {

    private static final String VERSION = "2021-03-23";
    private static final String ACTION = "X-TC-Action";
    private static final String NO_RECORD = "ResourceNotFound.NoDataOfRecord";
    private static final Set<String> NO_DOMAIN = Set.of(
            "InvalidParameterValue.DomainNotExists",
            "ResourceNotFound.NoDataOfDomain",
            "FailedOperation.NotDomainOwner");
    private static final Ttls TTLS = new Ttls(600, 1, 604_800);
    // more would not fit into the longest reply that is read
    private static final int PAGE_SIZE = 50;

    private final String secretId;
    private final Secret secretKey;

    private DnspodUpdater(Builder builder) {
        super(builder, TTLS);
        secretId = RestBuilder.given(builder.secretId, "the SecretId");
        secretKey = RestBuilder.given(builder.secretKey, "the SecretKey");
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("dnspod:" + authority(), secretId, secretKey);
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        Instant now = clock().instant();
        String authorization = Tc3Signature.of(
                new Tc3Signature.Key(secretId, secretKey.reveal()),
                "dnspod",
                new Tc3Signature.Call(authority(), call.header(ACTION), "application/json", call.body()),
                now);
        http.header("X-TC-Version", VERSION)
                .header("X-TC-Timestamp", Long.toString(now.getEpochSecond()))
                .header("Authorization", Secret.of(authorization));
    }

    @Override
    boolean isSuccess(HttpReply reply, JsonNode body) {
        return reply.isSuccess()
                && body.path("Response").isObject()
                && code(body).isEmpty();
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        String code = code(body);
        String group = code.contains(".") ? code.substring(0, code.indexOf('.')) : code;
        if (code.equals("AuthFailure.SignatureExpire")) {
            return failed(FailureReason.CLOCK_SKEW, "the clock of this device is off by more than five minutes");
        }
        if (code.equals("AuthFailure.UnauthorizedOperation") || group.equals("UnauthorizedOperation")) {
            return never(FailureReason.REFUSED, "the key lacks a right: it needs QcloudDNSPodFullAccess");
        }
        if (NO_DOMAIN.contains(code)) {
            return failed(FailureReason.ZONE_NOT_SERVED, "there is no such domain in this account");
        }
        return switch (group) {
            case "AuthFailure" ->
                never(FailureReason.BAD_CREDENTIALS, "check the SecretId and the SecretKey")
                        .accountWide();
            case "RequestLimitExceeded" -> failed(FailureReason.RATE_LIMITED, "too many requests");
            case "LimitExceeded" -> failed(FailureReason.REFUSED, "this plan does not allow that");
            case "IpInBlacklist", "IpNotInWhitelist" ->
                never(FailureReason.REFUSED, "the key may be used from other addresses only");
            case "InternalError" -> failed(FailureReason.SERVER_ERROR, "the server failed");
            case "FailedOperation",
                    "InvalidParameter",
                    "InvalidParameterValue",
                    "OperationDenied",
                    "ResourceNotFound" -> failed(FailureReason.BAD_REQUEST, "the request was refused (" + group + ")");
            default -> super.failure(reply, body);
        };
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 2, this::domain);
    }

    private Optional<Zone> domain(Hostname name) throws ApiException, InterruptedException {
        ObjectNode query = Json.object().put("Keyword", name.ascii());
        try {
            for (JsonNode domain : collect("/Response/DomainList", (number, last) -> page(query, number, last))) {
                String its = Json.text(domain, "Name");
                if (its.equalsIgnoreCase(name.ascii()) || its.equals(name.unicode())) {
                    return Optional.of(new Zone(its, name));
                }
            }
        } catch (ApiException e) {
            if (e.failed().reason() != FailureReason.ZONE_NOT_SERVED) {
                throw e;
            }
        }
        return Optional.empty();
    }

    private static @Nullable RestCall page(ObjectNode query, int number, @Nullable JsonNode last) {
        int offset = (number - 1) * PAGE_SIZE;
        return last != null && last.at("/Response/DomainCountInfo/DomainTotal").asInt() <= offset
                ? null
                : call(
                        "DescribeDomainList",
                        query.deepCopy().put("Offset", offset).put("Limit", PAGE_SIZE));
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        ObjectNode query = Json.object()
                .put("Domain", name.zone().id())
                .put("Subdomain", name.relative("@"))
                .put("RecordType", name.type())
                .put("Limit", PAGE_SIZE);
        HttpReply reply = exchange(call("DescribeRecordList", query));
        if (code(Json.parse(reply.text())).equals(NO_RECORD)) {
            return List.of();
        }
        List<Rrset.Item> items = new ArrayList<>();
        for (JsonNode record : Json.elements(checked(reply), "/Response/RecordList")) {
            if (Json.text(record, "Type").equals(name.type())
                    && Json.text(record, "Name").equalsIgnoreCase(name.relative("@"))) {
                items.add(new Rrset.Item(
                        Json.text(record, "RecordId"),
                        Json.address(record, "Value", name.family()),
                        Json.number(record, "TTL"),
                        record));
            }
        }
        return Lines.one(name, items, "LineId");
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record = record(change, address, change.ttl(defaultTtl()));
        JsonNode beside =
                change.current() == null ? Json.object() : change.current().source();
        record.put("RecordLine", beside.path("Line").asText("默认"));
        record.put("RecordLineId", beside.path("LineId").asText("0"));
        send(call("CreateRecord", record));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record = record(change, address, change.ttl(item, defaultTtl()));
        JsonNode source = item.source();
        record.set("RecordId", source.path("RecordId"));
        record.put("RecordLine", source.path("Line").asText());
        record.put("RecordLineId", source.path("LineId").asText());
        record.put("Status", source.path("Status").asText());
        if (source.path("Weight").isNumber()) {
            record.set("Weight", source.path("Weight"));
        }
        if (!source.path("Remark").asText().isEmpty()) {
            record.set("Remark", source.path("Remark"));
        }
        send(call("ModifyRecord", record));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        ObjectNode record = Json.object().put("Domain", change.name().zone().id());
        record.set("RecordId", item.source().path("RecordId"));
        send(call("DeleteRecord", record));
    }

    private static ObjectNode record(Change change, InetAddress address, long ttl) {
        return Json.object()
                .put("Domain", change.name().zone().id())
                .put("SubDomain", change.name().relative("@"))
                .put("RecordType", change.name().type())
                .put("Value", IpLiteral.format(address))
                .put("TTL", ttl);
    }

    private static RestCall call(String action, ObjectNode body) {
        return RestCall.post(body).header(ACTION, action);
    }

    private static String code(JsonNode body) {
        return body.at("/Response/Error/Code").asText();
    }

    private static Outcome.Failed failed(FailureReason reason, String words) {
        return Outcome.failed(reason, Retry.backoff(), "DNSPod: " + words);
    }

    private static Outcome.Failed never(FailureReason reason, String words) {
        return Outcome.failed(reason, Retry.never(), "DNSPod: " + words);
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<Builder> {

        private @Nullable String secretId;
        private @Nullable Secret secretKey;

        private Builder() {
            super("https://dnspod.tencentcloudapi.com");
        }

        /**
         * Sets another endpoint, such as {@code https://dnspod.intl.tencentcloudapi.com} of the international site.
         *
         * @param endpoint the URL; that of the Chinese site by default
         * @return this
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = endpoint;
            return this;
        }

        /**
         * Sets the SecretId.
         *
         * @param secretId the name of the key, which is no secret in spite of its own name
         * @return this
         */
        public Builder secretId(String secretId) {
            this.secretId = secretId;
            return this;
        }

        /**
         * Sets the SecretKey.
         *
         * @param secretKey the key itself
         * @return this
         */
        public Builder secretKey(Secret secretKey) {
            this.secretKey = secretKey;
            return this;
        }

        /**
         * Makes the updater.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if the SecretId or the SecretKey is missing
         */
        public DnspodUpdater build() {
            return new DnspodUpdater(this);
        }
    }
}

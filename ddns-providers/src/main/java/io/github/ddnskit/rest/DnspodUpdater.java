package io.github.ddnskit.rest;

import static io.github.ddnskit.FailureReason.BAD_CREDENTIALS;
import static io.github.ddnskit.FailureReason.BAD_REQUEST;
import static io.github.ddnskit.FailureReason.CLOCK_SKEW;
import static io.github.ddnskit.FailureReason.RATE_LIMITED;
import static io.github.ddnskit.FailureReason.REFUSED;
import static io.github.ddnskit.FailureReason.SERVER_ERROR;
import static io.github.ddnskit.FailureReason.ZONE_NOT_SERVED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    private static final RecordFields READ = new RecordFields("RecordId", "Type", "Name", "@", "Value", "TTL");
    private static final RecordFields WRITTEN =
            new RecordFields("RecordId", "RecordType", "SubDomain", "@", "Value", "TTL");
    private static final Ttls TTLS = new Ttls(600, 1, 604_800);
    // more would not fit into the longest reply that is read
    private static final int PAGE_SIZE = 50;

    private DnspodUpdater(Builder builder) {
        super(builder, TTLS);
    }

    /** {@return a builder, of which the key must be given: its SecretId and its SecretKey} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        Instant now = clock().instant();
        String authorization = Tc3Signature.of(
                new Tc3Signature.Key(login().account(), login().secret().reveal()),
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
        if (NO_DOMAIN.contains(code)) {
            return failed(ZONE_NOT_SERVED, "there is no such domain in this account");
        }
        if (code.equals("AuthFailure.SignatureExpire")) {
            return failed(CLOCK_SKEW, "the clock of this device is off by more than five minutes");
        }
        String group = code.equals("AuthFailure.UnauthorizedOperation")
                ? "UnauthorizedOperation"
                : code.replaceFirst("\\..*", "");
        return switch (group) {
            case "UnauthorizedOperation" -> never(REFUSED, "the key lacks a right: it needs QcloudDNSPodFullAccess");
            case "AuthFailure" ->
                never(BAD_CREDENTIALS, "check the SecretId and the SecretKey of DNSPod")
                        .accountWide();
            case "RequestLimitExceeded" -> failed(RATE_LIMITED, "too many requests to DNSPod");
            case "LimitExceeded" -> failed(REFUSED, "this plan of DNSPod does not allow that");
            case "IpInBlacklist", "IpNotInWhitelist" -> never(REFUSED, "the key may be used from other addresses only");
            case "InternalError" -> failed(SERVER_ERROR, "the server of DNSPod failed");
            case "FailedOperation",
                    "InvalidParameter",
                    "InvalidParameterValue",
                    "OperationDenied",
                    "ResourceNotFound" -> failed(BAD_REQUEST, "DNSPod refused the request (" + group + ")");
            default -> super.failure(reply, body);
        };
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return firstZone(host, 2, name -> {
            ObjectNode query =
                    Json.object().put("Keyword", name.ascii()).put("Offset", 0).put("Limit", PAGE_SIZE);
            List<JsonNode> found =
                    collect("/Response/DomainList", call("DescribeDomainList", query), (page, number) -> {
                        int offset = (number - 1) * PAGE_SIZE;
                        boolean last =
                                page.at("/Response/DomainCountInfo/DomainTotal").asInt() <= offset;
                        return last ? null : call("DescribeDomainList", query.put("Offset", offset));
                    });
            return Lines.zone(name, found, "Name");
        });
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        ObjectNode query = Json.object()
                .put("Domain", name.zone().id())
                .put("Subdomain", name.relative("@"))
                .put("RecordType", name.type())
                .put("Limit", PAGE_SIZE);
        HttpReply reply = exchange(call("DescribeRecordList", query));
        return code(Json.parse(reply.text())).equals(NO_RECORD)
                ? List.of()
                : Lines.one(name, READ.items(name, Json.elements(checked(reply), "/Response/RecordList")), "LineId");
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        send(call("CreateRecord", record(change, address, change.ttl(defaultTtl()), change.source())));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        JsonNode source = item.source();
        ObjectNode record = record(change, address, change.ttl(item, defaultTtl()), source);
        record.set("RecordId", source.path("RecordId"));
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

    private static ObjectNode record(Change change, InetAddress address, long ttl, JsonNode beside) {
        return WRITTEN.record(change.name(), address, ttl)
                .put("Domain", change.name().zone().id())
                .put("RecordLine", beside.path("Line").asText("默认"))
                .put("RecordLineId", beside.path("LineId").asText("0"));
    }

    private static RestCall call(String action, ObjectNode body) {
        return RestCall.post(body).header(ACTION, action);
    }

    private static String code(JsonNode body) {
        return body.at("/Response/Error/Code").asText();
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends KeyBuilder<DnspodUpdater, Builder> {
        private Builder() {
            super("dnspod", "https://dnspod.tencentcloudapi.com", DnspodUpdater::new);
        }

        /**
         * Sets another endpoint, such as {@code https://dnspod.intl.tencentcloudapi.com} of the international site.
         *
         * @param endpoint the URL; that of the Chinese site by default
         * @return this
         */
        public Builder endpoint(String endpoint) {
            return at(endpoint);
        }
    }
}

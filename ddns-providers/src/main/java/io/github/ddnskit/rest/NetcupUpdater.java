package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses with netcup's CCP API, within a session that begins and ends with each update. Thread-safe.
 *
 * <p>Records have no TTL of their own: that of the zone holds. Only the records that change are sent, so that the others
 * stay as they are. Zones that netcup moved to its CloudDNS in 2026 are not served by this API.
 *
 * <p>Follows <a href="https://helpcenter.netcup.com/en/wiki/general/our-api">netcup's description</a>; it could not be read on
 * 2026-11-22, when the requests were compared with those of lego.
 */
public final class NetcupUpdater extends RecordUpdater {

    private static final Duration BLOCKED_FOR = Duration.ofMinutes(5);
    private static final int NO_SESSION = 4001;
    // there is no field for a TTL
    private static final RecordFields FIELDS = new RecordFields("id", "type", "hostname", "@", "destination", "");
    // no such zone, and names that are no domain at all
    private static final Set<Integer> NO_ZONE = Set.of(4013, 5028, 5029);

    private final ReentrantLock oneSession = new ReentrantLock();
    private @Nullable Secret session;

    private NetcupUpdater(Builder builder) {
        super(builder, Ttls.none());
    }

    /** {@return a builder, of which the account must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        oneSession.lockInterruptibly();
        try {
            List<UpdateReport> reports = super.updateAll(updates);
            closeSession();
            return reports;
        } finally {
            session = null;
            oneSession.unlock();
        }
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        ObjectNode body = (ObjectNode) Json.parse(call.body());
        ObjectNode param = body.withObject("/param");
        param.put("customernumber", login().account())
                .put("apikey", login().secret().reveal());
        if (session == null) {
            param.put("apipassword", login().secrets().get(1).reveal());
        } else {
            param.put("apisessionid", session.reveal());
        }
        http.json(body.toString()).carriesSecrets();
    }

    @Override
    boolean isSuccess(HttpReply reply, JsonNode body) {
        return reply.isSuccess() && body.path("status").asText().equals("success");
    }

    @Override
    Outcome.Failed failure(HttpReply reply, JsonNode body) {
        int code = body.path("statuscode").asInt();
        String says = "netcup says " + code + ": ";
        String words = body.path("longmessage").asText();
        if (words.startsWith("More than") || words.startsWith("Too many")) {
            return pausing(failed(FailureReason.RATE_LIMITED, says + "too many requests or errors"), BLOCKED_FOR);
        }
        if (code >= 4000 && code < 5000 && body.path("action").asText().equals("login")) {
            return never(
                            FailureReason.BAD_CREDENTIALS,
                            says + "check the customer number, the API key and the API password")
                    .accountWide();
        }
        if (NO_ZONE.contains(code)) {
            return failed(FailureReason.ZONE_NOT_SERVED, says + "there is no such zone in this account");
        }
        return code == 0
                ? super.failure(reply, body)
                : failed(
                        code < 5000 ? FailureReason.BAD_REQUEST : FailureReason.SERVER_ERROR,
                        "netcup says " + code + " to a request for DNS records");
    }

    @Override
    Optional<Zone> findZone(Hostname host) throws ApiException, InterruptedException {
        return registeredZone(host, name -> {
            inSession("infoDnsZone", Json.object().put("domainname", name.ascii()));
            return Optional.of(new Zone(name.ascii(), name));
        });
    }

    @Override
    List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException {
        JsonNode all = inSession(
                "infoDnsRecords", Json.object().put("domainname", name.zone().id()));
        return FIELDS.items(name, Json.elements(all, "/responsedata/dnsrecords"));
    }

    @Override
    void create(Change change, InetAddress address) throws ApiException, InterruptedException {
        write(change, FIELDS.record(change.name(), address));
    }

    @Override
    void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException {
        ObjectNode record = item.source().deepCopy();
        write(change, record.put("destination", IpLiteral.format(address)));
    }

    @Override
    void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException {
        ObjectNode record = item.source().deepCopy();
        write(change, record.put("deleterecord", true));
    }

    private void write(Change change, ObjectNode record) throws ApiException, InterruptedException {
        ObjectNode param = Json.object().put("domainname", change.name().zone().id());
        param.putObject("dnsrecordset").putArray("dnsrecords").add(record);
        inSession("updateDnsRecords", param);
    }

    private JsonNode inSession(String action, ObjectNode param) throws ApiException, InterruptedException {
        openSession();
        HttpReply reply = exchange(call(action, param));
        if (Json.parse(reply.text()).path("statuscode").asInt() == NO_SESSION) {
            // netcup forgets sessions now and then
            session = null;
            openSession();
            reply = exchange(call(action, param));
        }
        return checked(reply);
    }

    private static RestCall call(String action, ObjectNode param) {
        ObjectNode body = Json.object().put("action", action);
        body.set("param", param);
        return RestCall.post(body);
    }

    private void openSession() throws ApiException, InterruptedException {
        if (session == null) {
            JsonNode reply = send(call("login", Json.object()));
            String id = Json.text(reply.path("responsedata"), "apisessionid");
            if (id.isEmpty()) {
                throw ApiException.of(FailureReason.BAD_REPLY, "netcup opened a session without an id");
            }
            session = Secret.of(id);
        }
    }

    private void closeSession() throws InterruptedException {
        if (session != null) {
            try {
                exchange(call("logout", Json.object()));
            } catch (ApiException e) {
                // it ends by itself after a quarter of an hour
            }
        }
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<NetcupUpdater, Builder> {

        private Builder() {
            super("netcup", "https://ccp.netcup.net/run/webservice/servers/endpoint.php?JSON", NetcupUpdater::new);
        }

        /**
         * Sets the account.
         *
         * @param customerNumber the number with which one logs in to the customer control panel
         * @param apiKey the API key, from the master data there
         * @param apiPassword the API password, from the same place
         * @return this
         */
        public Builder account(String customerNumber, Secret apiKey, Secret apiPassword) {
            return login(new Login(customerNumber, List.of(apiKey, apiPassword)));
        }
    }
}

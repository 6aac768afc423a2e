package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoogleCloudUpdaterTest extends RestUpdaterContract {

    private static final String ZONES = "/dns/v1/projects/my-project/managedZones";
    private static final KeyPair KEYS = keys();

    GoogleCloudUpdaterTest() {
        super("dns.googleapis.com", "oauth2.googleapis.com");
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    DnsUpdater updater(HttpEngine http, Clock clock, Secret secret) {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        JsonNode key = Json.object()
                .put("type", "service_account")
                .put("private_key_id", secret.reveal())
                .put("private_key", pem)
                .put("client_email", "ddns@my-project.iam.gserviceaccount.com");
        return GoogleCloudUpdater.builder()
                .project("my-project")
                .serviceAccount(Secret.of(key.toString()))
                .http(http)
                .clock(clock)
                .build();
    }

    @Override
    boolean isWrite(HttpExchange exchange) {
        return exchange.path().endsWith("/changes");
    }

    @Override
    HttpAnswer badCredentials() {
        return HttpAnswer.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + CANARY + "\"}");
    }

    @Override
    HttpAnswer answer(HttpExchange exchange) throws Exception {
        if (exchange.host().equals("oauth2.googleapis.com")) {
            return token(exchange);
        }
        assertThat(exchange.header("Authorization")).contains("Bearer token-" + CANARY);
        String path = exchange.path();
        String zone = ZONES + "/" + records.zoneId();
        if (path.equals(ZONES)) {
            return zones(query(exchange, "dnsName"), query(exchange, "pageToken"));
        }
        if (path.equals(zone + "/rrsets")) {
            String name = query(exchange, "name");
            List<FakeRecord> found = records.rrset(name.substring(0, name.length() - 1), query(exchange, "type"));
            ObjectNode reply = Json.object();
            ArrayNode list = reply.putArray("rrsets");
            if (!found.isEmpty()) {
                list.add(json(found));
            }
            return HttpAnswer.json(200, reply.toString());
        }
        return path.equals(zone + "/changes")
                ? change(Json.parse(exchange.body()))
                : HttpAnswer.json(404, "{\"error\":{\"code\":404,\"errors\":[{\"reason\":\"notFound\"}]}}");
    }

    /** Checks the signature of the JWT, as Google does. */
    private HttpAnswer token(HttpExchange exchange) throws GeneralSecurityException {
        assertThat(exchange.form()).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        List<String> jwt = List.of(exchange.form().getOrDefault("assertion", "").split("\\.", -1));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update((jwt.get(0) + "." + jwt.get(1)).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt.get(2)))).isTrue();
        JsonNode claims = Json.parse(new String(Base64.getUrlDecoder().decode(jwt.get(1)), StandardCharsets.UTF_8));
        assertThat(claims.path("iss").asText()).isEqualTo("ddns@my-project.iam.gserviceaccount.com");
        assertThat(claims.path("aud").asText()).isEqualTo("https://oauth2.googleapis.com/token");
        assertThat(claims.path("iat").asLong()).isEqualTo(TIME.now().getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(TIME.now().getEpochSecond() + 3600);
        return HttpAnswer.json(200, "{\"access_token\":\"token-" + CANARY + "\",\"expires_in\":3599}");
    }

    /** A private zone of the same name comes first, on a page of its own. */
    private HttpAnswer zones(String dnsName, String page) {
        ObjectNode reply = Json.object();
        ArrayNode list = reply.putArray("managedZones");
        if (dnsName.equals("example.org.")) {
            boolean first = page.isEmpty();
            list.addObject()
                    .put("name", first ? "inside" : records.zoneId())
                    .put("dnsName", dnsName)
                    .put("visibility", first ? "private" : "public");
            if (first) {
                reply.put("nextPageToken", "2");
            }
        }
        return HttpAnswer.json(200, reply.toString());
    }

    private HttpAnswer change(JsonNode change) {
        for (JsonNode one : change.path("deletions")) {
            List<FakeRecord> found = records.rrset(name(one), one.path("type").asText());
            if (found.isEmpty() || !json(found).equals(one)) {
                return HttpAnswer.json(412, "{\"error\":{\"errors\":[{\"reason\":\"conditionNotMet\"}]}}");
            }
            records.deleteRrset(name(one), one.path("type").asText());
        }
        for (JsonNode one : change.path("additions")) {
            one.path("rrdatas")
                    .forEach(value -> records.add(
                            name(one),
                            one.path("type").asText(),
                            value.asText(),
                            one.path("ttl").asLong(),
                            Json.object()));
        }
        return HttpAnswer.json(200, "{\"status\":\"pending\"}");
    }

    private static String name(JsonNode rrset) {
        String name = rrset.path("name").asText();
        return name.substring(0, name.length() - 1);
    }

    private static ObjectNode json(List<FakeRecord> found) {
        ObjectNode rrset = found.get(0).extra().deepCopy();
        rrset.put("name", found.get(0).name() + ".").put("type", found.get(0).type());
        rrset.put("ttl", (int) found.get(0).ttl());
        rrset.set("rrdatas", Json.array(found.stream().map(FakeRecord::value).toList()));
        return rrset;
    }

    @Test
    void asksForOneTokenAnHour() throws Exception {
        update(Goal.publish("192.0.2.1"), Goal.keep());
        update(Goal.publish("192.0.2.2"), Goal.keep());
        TIME.advance(Duration.ofHours(1));
        update(Goal.publish("192.0.2.3"), Goal.keep());
        assertThat(server.exchanges())
                .filteredOn(exchange -> exchange.host().startsWith("oauth2"))
                .hasSize(2);
    }

    @Test
    void doesNotOverwriteARoutingPolicy() throws Exception {
        ObjectNode policy = Json.object();
        policy.putObject("routingPolicy").putObject("geo");
        records.add(HOST, "A", "192.0.2.1", 60, policy);
        assertFailed(update(Goal.publish("192.0.2.2"), Goal.keep()).ipv4(), FailureReason.CONFLICT, Retry.never());
    }

    @Test
    void asksForANewTokenWhenOneIsRefused() throws Exception {
        update(Goal.publish("192.0.2.1"), Goal.keep());
        fault(HttpAnswer.json(401, "{}"));
        assertFailed(
                update(Goal.publish("192.0.2.2"), Goal.keep()).ipv4(), FailureReason.BAD_CREDENTIALS, Retry.backoff());
        assertThat(server.exchanges())
                .filteredOn(exchange -> exchange.host().startsWith("oauth2"))
                .hasSize(1);
    }

    @Test
    void takesAccessTokensFromElsewhere() throws Exception {
        try (DnsUpdater metadata = GoogleCloudUpdater.builder()
                .project("my-project")
                .managedZone(records.zoneId())
                .accessToken(Secret.from(() -> "token-" + CANARY))
                .http(http)
                .build()) {
            Update update = Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep());
            assertThat(metadata.update(update).ipv4()).isInstanceOf(Outcome.Published.class);
        }
    }

    @Test
    void saysThatAKeyIsNone() throws Exception {
        try (DnsUpdater broken = GoogleCloudUpdater.builder()
                .project("my-project")
                .serviceAccount(Secret.of("{\"private_key\":\"" + CANARY + "\"}"))
                .http(http)
                .build()) {
            Update update = Update.of(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep());
            Outcome outcome = broken.update(update).ipv4();
            assertFailed(outcome, FailureReason.BAD_CREDENTIALS, Retry.never());
            assertThat(outcome.toString()).doesNotContain(CANARY);
            assertThat(server.exchanges()).isEmpty();
        }
    }
}

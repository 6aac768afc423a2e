package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.DnsUpdater;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** The PowerDNS updater against a real PowerDNS Authoritative Server. */
class RealPowerDnsTest {

    private static final Secret KEY = Secret.of("the-key-of-the-api");

    @SuppressWarnings("NullAway.Init") // start() comes before every test
    private static RealPowerDns server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new RealPowerDns(folder, KEY);
    }

    @AfterAll
    @SuppressWarnings("NullAway") // tests without a server are skipped, and leave nothing to stop
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void takesAllThatTheUpdaterSends() throws Exception {
        try (DnsUpdater updater = updater(KEY)) {
            RecordOptions options = RecordOptions.defaults().withWildcard(true);
            Goal ipv4 = Goal.publish("192.0.2.1", "192.0.2.2");
            Goal ipv6 = Goal.publish("2001:db8::1");
            Update update = new Update(Hostname.of("home.example.org"), ipv4, ipv6, options);
            assertThat(updater.update(update))
                    .isEqualTo(new UpdateReport(Outcome.reached(ipv4), Outcome.reached(ipv6)));
            assertThat(server.dig("home.example.org", Type.A)).containsExactly("60 192.0.2.1", "60 192.0.2.2");
            assertThat(server.dig("x.home.example.org", Type.AAAA)).containsExactly("60 2001:db8:0:0:0:0:0:1");
            assertThat(updater.update(update).ipv4()).isInstanceOf(Outcome.Unchanged.class);
            updater.update(new Update(Hostname.of("home.example.org"), Goal.remove(), Goal.keep(), options));
            assertThat(server.dig("home.example.org", Type.A)).isEmpty();
            assertThat(server.dig("home.example.org", Type.AAAA)).hasSize(1);
        }
    }

    @Test
    void keepsTtlCommentsAndDisabledRecords() throws Exception {
        server.api("PATCH", "/zones/example.org.", """
                {"rrsets":[{"name":"camera.example.org.","type":"A","ttl":7200,"changetype":"REPLACE",
                "records":[{"content":"192.0.2.1","disabled":false},{"content":"192.0.2.9","disabled":true}],
                "comments":[{"content":"the camera","account":"me"}]}]}""");
        try (DnsUpdater updater = updater(KEY)) {
            Hostname host = Hostname.of("camera.example.org");
            updater.update(Update.of(host, Goal.publish("192.0.2.2"), Goal.keep()));
            assertThat(server.dig("camera.example.org", Type.A)).containsExactly("7200 192.0.2.2");
            JsonNode rrset = rrset("camera.example.org.");
            assertThat(rrset.path("comments").path(0).path("content").asText()).isEqualTo("the camera");
            assertThat(rrset.path("records"))
                    .anyMatch(one -> one.path("disabled").asBoolean()
                            && one.path("content").asText().equals("192.0.2.9"));
            RecordOptions ttl = RecordOptions.defaults().withTtl(Duration.ofMinutes(2));
            updater.update(new Update(host, Goal.publish("192.0.2.2"), Goal.keep(), ttl));
            assertThat(server.dig("camera.example.org", Type.A)).containsExactly("120 192.0.2.2");
        }
    }

    @Test
    void refusesAsTheUpdaterExpects() throws Exception {
        Goal goal = Goal.publish("192.0.2.1");
        try (DnsUpdater updater = updater(Secret.of("another-key"))) {
            Update update = Update.of(Hostname.of("good.example.org"), goal, Goal.keep());
            assertFailed(updater.update(update), FailureReason.BAD_CREDENTIALS, Retry.never());
        }
        server.api("PATCH", "/zones/example.org.", """
                {"rrsets":[{"name":"alias.example.org.","type":"CNAME","ttl":60,"changetype":"REPLACE",
                "records":[{"content":"good.example.org.","disabled":false}]}]}""");
        try (DnsUpdater updater = updater(KEY)) {
            Update strange = Update.of(Hostname.of("home.example.net"), goal, Goal.keep());
            Update alias = Update.of(Hostname.of("alias.example.org"), goal, Goal.keep());
            Update good = Update.of(Hostname.of("good.example.org"), goal, Goal.keep());
            List<UpdateReport> reports = updater.updateAll(List.of(strange, alias, good));
            assertFailed(reports.get(0), FailureReason.ZONE_NOT_SERVED, Retry.backoff());
            assertFailed(reports.get(1), FailureReason.BAD_REQUEST, Retry.backoff());
            assertThat(reports.get(2).ipv4()).isEqualTo(Outcome.reached(goal));
        }
    }

    /** The A records of a name, as the whole zone shows them. */
    private static JsonNode rrset(String name) throws Exception {
        for (JsonNode one :
                Json.parse(server.api("GET", "/zones/example.org.", "")).path("rrsets")) {
            if (one.path("name").asText().equals(name)
                    && one.path("type").asText().equals("A")) {
                return one;
            }
        }
        throw new AssertionError("there is no " + name);
    }

    private static DnsUpdater updater(Secret key) {
        return PowerDnsUpdater.builder()
                .endpoint(server.endpoint())
                .allowPlainHttp(true)
                .token(key)
                .build();
    }

    private static void assertFailed(UpdateReport report, FailureReason reason, Retry retry) {
        assertThat(report.ipv4()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.retry()).isEqualTo(retry);
        });
    }
}

package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rest.FakeRecords.FakeRecord;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the updater of every REST API does, against a fake of that API that holds the records of {@code example.org}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RestUpdaterContract extends DnsUpdaterContract {

    static final String CANARY = "c4n4ry-in-clear";
    static final String HOST = "home.example.org";
    static final ManualTime TIME = ManualTime.create();

    final FakeRecords records = new FakeRecords();
    final FakeHttp server;
    final HttpEngine http;

    @SuppressWarnings("NullAway.Init") // fixture() comes before every test
    DnsUpdater updater;

    private volatile @Nullable HttpAnswer fault;

    @SuppressWarnings("this-escape")
    RestUpdaterContract(String... apiHosts) {
        server = FakeHttp.start(Set.of(apiHosts), this::answerOrFault);
        http = server.engine().build();
    }

    /** Makes the updater under test. */
    abstract DnsUpdater updater(HttpEngine http, Clock clock, Secret secret);

    /** Answers as the provider would. */
    abstract HttpAnswer answer(HttpExchange exchange) throws Exception;

    /** What people can set at a record by hand, beyond its TTL. */
    ObjectNode setByHand() {
        return Json.object();
    }

    /** Whether this request is meant to change records. */
    boolean isWrite(HttpExchange exchange) {
        return !exchange.method().equals("GET");
    }

    /** How the provider rejects credentials. */
    HttpAnswer badCredentials() {
        return HttpAnswer.json(401, "{}");
    }

    /** How the provider says that there were too many requests, asking for two minutes. */
    HttpAnswer tooMany() {
        return HttpAnswer.json(429, "{}").with("Retry-After", "120");
    }

    /** A TTL that the provider takes, and is nobody's default. */
    long ttl() {
        return 7200;
    }

    /** A service without records of the host, which the next test shares. */
    @Override
    protected final DnsUpdaterFixture fixture() {
        synchronized (records) {
            records.reset();
            records.add("neighbour.example.org", "A", "198.51.100.9", ttl(), Json.object());
        }
        fault = null;
        server.clear();
        updater = updater(http, TIME.clock(), Secret.of(CANARY));
        return new Fixture();
    }

    @AfterAll
    void end() {
        http.close();
        server.close();
    }

    @Test
    void publishesAddressesAtANewName() throws Exception {
        UpdateReport report = update(Goal.publish("192.0.2.1", "192.0.2.2"), Goal.publish("2001:db8::1"));
        assertThat(report.ipv4()).isEqualTo(Outcome.reached(Goal.publish("192.0.2.1", "192.0.2.2")));
        assertThat(report.ipv6()).isEqualTo(Outcome.reached(Goal.publish("2001:db8::1")));
        assertThat(values(HOST, "A")).containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2");
        assertThat(values(HOST, "AAAA")).containsExactly("2001:db8::1");
        assertThat(values("neighbour.example.org", "A")).containsExactly("198.51.100.9");
        assertThat(records.all()).hasSize(4);
    }

    @Test
    void publishesAtTheApexOfTheZone() throws Exception {
        Goal goal = Goal.publish("192.0.2.1");
        UpdateReport report = update(Update.of(Hostname.of(FakeRecords.ZONE), goal, Goal.keep()));
        assertThat(report.ipv4()).isEqualTo(Outcome.reached(goal));
        assertThat(values(FakeRecords.ZONE, "A")).containsExactly("192.0.2.1");
    }

    @Test
    void changesAnAddressAndKeepsWhatWasSetByHand() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        UpdateReport report = update(Goal.publish("192.0.2.7"), Goal.keep());
        assertThat(report.ipv4()).isEqualTo(Outcome.reached(Goal.publish("192.0.2.7")));
        assertThat(report.ipv6()).isEqualTo(Outcome.kept());
        assertThat(records.rrset(HOST, "A")).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo("192.0.2.7");
            assertThat(record.ttl()).isEqualTo(ttl());
            assertThat(record.extra()).isEqualTo(setByHand());
        });
    }

    @Test
    void addsAndDropsAddressesOfASet() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        seed(HOST, "A", "192.0.2.2");
        update(Goal.publish("192.0.2.2", "192.0.2.3", "192.0.2.4"), Goal.keep());
        assertThat(values(HOST, "A")).containsExactlyInAnyOrder("192.0.2.2", "192.0.2.3", "192.0.2.4");
        assertThat(records.rrset(HOST, "A")).allSatisfy(record -> {
            assertThat(record.ttl()).isEqualTo(ttl());
        });
        update(Goal.publish("192.0.2.4"), Goal.keep());
        assertThat(values(HOST, "A")).containsExactly("192.0.2.4");
    }

    @Test
    void writesNothingWhenAllIsAsItShouldBe() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        seed(HOST, "AAAA", "2001:db8::1");
        UpdateReport report = update(Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1"));
        assertThat(report.ipv4()).isInstanceOf(Outcome.Unchanged.class);
        assertThat(report.ipv6()).isInstanceOf(Outcome.Unchanged.class);
        assertThat(writes()).isEmpty();
        assertThat(update(Goal.keep(), Goal.keep())).isEqualTo(new UpdateReport(Outcome.kept(), Outcome.kept()));
    }

    @Test
    void changesIpv6AndTouchesNothingOfIpv4() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        seed(HOST, "AAAA", "2001:db8::1");
        UpdateReport report = update(Goal.keep(), Goal.publish("2001:db8::2"));
        assertThat(report.ipv4()).isEqualTo(Outcome.kept());
        assertThat(values(HOST, "A")).containsExactly("192.0.2.1");
        assertThat(values(HOST, "AAAA")).containsExactly("2001:db8::2");
    }

    @Test
    void removesOneFamilyOnly() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        seed(HOST, "AAAA", "2001:db8::1");
        UpdateReport report = update(Goal.keep(), Goal.remove());
        assertThat(report.ipv6()).isEqualTo(Outcome.reached(Goal.remove()));
        assertThat(values(HOST, "AAAA")).isEmpty();
        assertThat(values(HOST, "A")).containsExactly("192.0.2.1");
        assertThat(update(Goal.keep(), Goal.remove()).ipv6()).isEqualTo(new Outcome.Unchanged(Set.of()));
    }

    @Test
    void publishesTheWildcardAndTheTtlThatAreAskedFor() throws Exception {
        RecordOptions options = RecordOptions.defaults().withWildcard(true).withTtl(Duration.ofSeconds(ttl()));
        Goal goal = Goal.publish("192.0.2.1");
        Update update = new Update(Hostname.of(HOST), goal, Goal.keep(), options);
        assertThat(update(update).ipv4()).isEqualTo(Outcome.reached(goal));
        assertThat(values(HOST, "A")).containsExactly("192.0.2.1");
        assertThat(values("*." + HOST, "A")).containsExactly("192.0.2.1");
        assertThat(records.all()).extracting(FakeRecord::ttl).containsOnly(ttl());
        assertThat(update(update).ipv4()).isInstanceOf(Outcome.Unchanged.class);
    }

    @Test
    void publishesNoMailExchanger() throws Exception {
        RecordOptions options = RecordOptions.defaults().withMailExchanger(Hostname.of("mail.example.org"));
        UpdateReport report = update(new Update(Hostname.of(HOST), Goal.publish("192.0.2.1"), Goal.keep(), options));
        assertFailed(report.ipv4(), FailureReason.UNSUPPORTED, Retry.never());
        assertThat(server.exchanges()).isEmpty();
    }

    @Test
    void saysThatNoZoneHoldsTheHost() throws Exception {
        UpdateReport report =
                update(Update.of(Hostname.of("home.example.net"), Goal.publish("192.0.2.1"), Goal.keep()));
        assertFailed(report.ipv4(), FailureReason.ZONE_NOT_SERVED, Retry.backoff());
        assertThat(writes()).isEmpty();
    }

    @Test
    void findsAZoneAnewThatWasLost() throws Exception {
        seed(HOST, "A", "192.0.2.1");
        update(Goal.publish("192.0.2.1"), Goal.keep());
        synchronized (records) {
            records.recreateZone();
        }
        update(Goal.publish("192.0.2.2"), Goal.keep());
        assertThat(update(Goal.publish("192.0.2.2"), Goal.keep()).ipv4()).isNotInstanceOf(Outcome.Failed.class);
        assertThat(values(HOST, "A")).containsExactly("192.0.2.2");
    }

    @Test
    void stopsWhenTheCredentialsAreRejected() throws Exception {
        fault(badCredentials());
        UpdateReport report = update(Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1"));
        assertFailed(report.ipv4(), FailureReason.BAD_CREDENTIALS, Retry.never());
        assertFailed(report.ipv6(), FailureReason.BAD_CREDENTIALS, Retry.never());
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void waitsAsLongAsTheProviderAsks() throws Exception {
        fault(tooMany());
        UpdateReport report = update(Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1"));
        Retry retry = Retry.notBefore(TIME.now().plusSeconds(120));
        assertFailed(report.ipv4(), FailureReason.RATE_LIMITED, retry);
        assertFailed(report.ipv6(), FailureReason.RATE_LIMITED, retry);
        assertThat(((Outcome.Failed) report.ipv4()).isAccountWide()).isTrue();
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void takesNothingForASuccessThatTheProviderDidNotSay() throws Exception {
        for (HttpAnswer answer : List.of(
                HttpAnswer.text(200, "<html>maintenance of " + CANARY),
                HttpAnswer.json(500, "{\"echo\":\"" + CANARY + "\"}"),
                HttpAnswer.json(400, "{\"echo\":\"" + CANARY + "\"}"),
                HttpAnswer.json(302, "{}").with("Location", "https://elsewhere.example/" + CANARY),
                HttpAnswer.disconnect())) {
            fault(answer);
            UpdateReport report = update(Goal.publish("192.0.2.1"), Goal.remove());
            assertThat(report.ipv4()).isInstanceOf(Outcome.Failed.class);
            assertThat(report.ipv6()).isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void showsNoSecret() {
        assertThat(updater.toString() + updater.identity() + updater.capabilities())
                .doesNotContain(CANARY);
        assertThat(updater.identity().secrets()).isNotEmpty();
    }

    final void seed(String name, String type, String value) {
        synchronized (records) {
            records.add(name, type, value, ttl(), setByHand());
        }
    }

    final void fault(HttpAnswer answer) {
        fault = answer;
    }

    final List<String> values(String name, String type) {
        synchronized (records) {
            return records.values(name, type);
        }
    }

    final List<HttpExchange> writes() {
        return server.exchanges().stream().filter(this::isWrite).toList();
    }

    final UpdateReport update(Goal ipv4, Goal ipv6) throws InterruptedException {
        return update(Update.of(Hostname.of(HOST), ipv4, ipv6));
    }

    /** Carries out an update; whatever comes of it, it shows no secret. */
    final UpdateReport update(Update update) throws InterruptedException {
        UpdateReport report = updater.update(update);
        assertThat(report.toString()).doesNotContain(CANARY);
        return report;
    }

    static void assertFailed(Outcome outcome, FailureReason reason, Retry retry) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.retry()).isEqualTo(retry);
        });
    }

    /** A parameter of the query, or an empty text. */
    static String query(HttpExchange exchange, String name) {
        return exchange.query().getOrDefault(name, "");
    }

    private final class Fixture implements DnsUpdaterFixture {
        @Override
        public DnsUpdater updater() {
            return updater;
        }

        @Override
        public Hostname host() {
            return Hostname.of(HOST);
        }

        @Override
        public Hostname strangeHost() {
            return Hostname.of("home.example.net");
        }

        @Override
        public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
            return values(host.ascii(), family.recordType()).stream()
                    .map(IpLiteral::parse)
                    .collect(Collectors.toSet());
        }

        @Override
        public int changes() {
            return writes().size();
        }

        @Override
        public void rejectCredentials() {
            fault(badCredentials());
        }

        @Override
        public void breakDown() {
            fault(HttpAnswer.json(503, "{}"));
        }

        @Override
        public List<Secret> secrets() {
            return List.of(Secret.of(CANARY));
        }

        @Override
        public void close() {}
    }

    private HttpAnswer answerOrFault(HttpExchange exchange) {
        synchronized (records) {
            if (fault != null) {
                return fault;
            }
            try {
                return answer(exchange);
            } catch (Exception e) {
                return HttpAnswer.text(500, "the fake failed: " + Objects.toString(e));
            }
        }
    }
}

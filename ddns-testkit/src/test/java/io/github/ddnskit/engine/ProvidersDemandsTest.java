package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.state.MemoryStateStore;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider may demand of its clients: of all hosts of an account at once, and of both families of a host. */
class ProvidersDemandsTest extends ClientInManualTime {

    private static final Duration LONG = Duration.ofDays(20);

    private final MemoryStateStore state = MemoryStateStore.create();

    @SuppressWarnings("NullAway.Init")
    private DdnsClient client;

    @BeforeEach
    void bothFamilies() {
        ip.set("203.0.113.8", "2001:db8::8");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void afterARefusalOfTheAccountNoHostIsSentAgain() {
        dns.then(failing(FailureReason.BAD_CREDENTIALS, Retry.never()));
        start("a.example.test", "b.example.test", "c.example.test");
        flapFor(Duration.ofDays(3));
        time.advance(LONG);
        assertThat(dns.updates()).as("requests").hasSize(1);
        assertThat(events.events(DdnsEvent.UpdateHalted.class))
                .extracting(DdnsEvent.UpdateHalted::host)
                .as("both families of three hosts")
                .hasSize(6);
    }

    @Test
    void theRefusalOfTheAccountStandsAfterARestartAndIsLiftedHostByHost() {
        dns.then(failing(FailureReason.BAD_CREDENTIALS, Retry.never()));
        start("a.example.test", "b.example.test");
        client.close();
        start("a.example.test", "b.example.test");
        time.advance(LONG);
        assertThat(dns.updates()).hasSize(1);
        client.resume(Hostname.of("b.example.test"));
        time.advance(Duration.ofMinutes(10));
        assertThat(dns.updates())
                .extracting(update -> update.host().toString())
                .containsExactly("a.example.test", "b.example.test");
    }

    @Test
    void theWaitOfTheAccountHoldsBackAllItsHosts() {
        dns.then(failing(FailureReason.SERVER_ERROR, Retry.notBefore(time.now().plus(Duration.ofMinutes(30)))));
        start("a.example.test", "b.example.test");
        time.advance(Duration.ofMinutes(29));
        assertThat(dns.updates()).hasSize(1);
        time.advance(Duration.ofMinutes(2));
        assertThat(dns.address("a.example.test", IPV4)).isEqualTo("203.0.113.8");
        assertThat(dns.address("b.example.test", IPV6)).isEqualTo("2001:db8::8");
        assertThat(dns.updates()).hasSize(3);
    }

    @Test
    void theRefusalOfOneHostStopsThatHostOnly() {
        dns.failNext(1, FailureReason.UNKNOWN_HOST, Retry.never());
        start("a.example.test", "b.example.test");
        ip.set("203.0.113.9");
        time.advance(Duration.ofMinutes(10));
        assertThat(dns.address("a.example.test", IPV4)).isEqualTo("none");
        assertThat(dns.address("b.example.test", IPV4)).isEqualTo("203.0.113.9");
    }

    @Test
    void aProviderThatDeletesTheOtherFamilyIsAlwaysToldBoth() {
        dns.capabilities(Capabilities.standard().withFamiliesTogether());
        start("a.example.test");
        ip.set("203.0.113.9");
        time.advance(Duration.ofMinutes(10));
        ip.setUnknown(IPV6);
        ip.set("203.0.113.10");
        time.advance(Duration.ofMinutes(10));
        assertThat(dns.updates())
                .hasSize(3)
                .allSatisfy(update -> assertThat(update.ipv6()).isEqualTo(Goal.publish("2001:db8::8")));
        assertThat(dns.address("a.example.test", IPV4)).isEqualTo("203.0.113.10");
    }

    @Test
    void whatIsRefusedForOneFamilyIsNotSentBecauseOfTheOther() {
        dns.capabilities(Capabilities.standard().withFamiliesTogether());
        dns.then(report -> new UpdateReport(
                report.ipv4(), Outcome.failed(FailureReason.BLOCKED, Retry.never(), "as the test demands")));
        start("a.example.test");
        ip.set("203.0.113.9");
        time.advance(LONG);
        assertThat(dns.updates()).hasSize(1);
    }

    @Test
    void aChangeDoesNotWaitForTheRefreshOfTheOtherFamily() {
        dns.capabilities(Capabilities.standard().withFamiliesTogether().withRefreshEvery(LONG));
        start("a.example.test");
        ip.set("203.0.113.9");
        time.advance(Duration.ofMinutes(10));
        assertThat(dns.address("a.example.test", IPV4)).isEqualTo("203.0.113.9");
    }

    @Test
    void whatMayBePublishedOfTheOtherFamilyIsNotDeleted() {
        dns.capabilities(Capabilities.standard().withFamiliesTogether());
        dns.then(report -> new UpdateReport(
                report.ipv4(),
                Outcome.failed(FailureReason.UNVERIFIED_REPLY, Retry.backoff(), "done, and not proven")));
        start("a.example.test");
        ip.setUnknown(IPV6);
        ip.set("203.0.113.9");
        client.networkChanged();
        time.advance(Duration.ofHours(1));
        assertThat(dns.updates())
                .hasSizeGreaterThan(1)
                .allSatisfy(update -> assertThat(update.ipv6()).isEqualTo(Goal.publish("2001:db8::8")));
    }

    @Test
    void whatIsRefusedForAFamilyIsNotSentAlongWithTheOther() {
        dns.capabilities(Capabilities.standard().withFamiliesTogether());
        start("a.example.test");
        dns.then(report -> new UpdateReport(
                report.ipv4(), Outcome.failed(FailureReason.BLOCKED, Retry.never(), "as the test demands")));
        ip.set("2001:db8::9");
        time.advance(Duration.ofMinutes(10));
        ip.setUnknown(IPV6);
        ip.set("203.0.113.9");
        time.advance(Duration.ofMinutes(10));
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void theWaitOfTheAccountHoldsBackWhatSucceededBesideIt() {
        dns.capabilities(Capabilities.standard().withBatchSize(2));
        dns.then(report -> report);
        dns.then(failing(FailureReason.RATE_LIMITED, Retry.notBefore(time.now().plus(Duration.ofMinutes(30)))));
        start("a.example.test", "b.example.test");
        ip.set("203.0.113.9");
        time.advance(Duration.ofMinutes(29));
        assertThat(dns.batches()).hasSize(1);
        time.advance(Duration.ofMinutes(2));
        assertThat(dns.address("a.example.test", IPV4)).isEqualTo("203.0.113.9");
    }

    @Test
    void theWaitOfTheAccountStandsForAHostThatWasRefusedBefore() {
        dns.failNext(1, FailureReason.BLOCKED, Retry.never());
        dns.then(failing(FailureReason.RATE_LIMITED, Retry.notBefore(time.now().plus(Duration.ofMinutes(30)))));
        start("a.example.test", "b.example.test");
        client.resume(Hostname.of("a.example.test"));
        time.advance(Duration.ofMinutes(29));
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void theMinimumIntervalCountsForTheName() {
        dns.capabilities(Capabilities.standard().withMinimumInterval(Duration.ofMinutes(10)));
        ip.setUnknown(IPV6);
        start("a.example.test");
        ip.set("203.0.113.8", "2001:db8::8");
        time.advance(Duration.ofMinutes(9));
        assertThat(dns.updates()).as("IPv6 came after IPv4 was sent").hasSize(1);
        time.advance(Duration.ofMinutes(2));
        assertThat(dns.address("a.example.test", IPV6)).isEqualTo("2001:db8::8");
    }

    @Test
    void aProviderThatForbidsRefreshesIsSpared() {
        dns.capabilities(Capabilities.standard().withRefreshForbidden());
        client = start(atAProvider()
                .policy(UpdatePolicy.standard().withRefreshEvery(Duration.ofDays(7)))
                .host("a.example.test", dns));
        time.advance(LONG);
        assertThat(dns.updates()).hasSize(1);
    }

    private void flapFor(Duration duration) {
        for (long hour = 0; hour < duration.toHours(); hour++) {
            ip.set("203.0.113." + (hour % 200));
            time.advance(Duration.ofHours(1));
        }
    }

    private void start(String... hosts) {
        DdnsClient.Builder builder = atAProvider();
        for (String host : hosts) {
            builder.host(host, dns);
        }
        client = start(builder);
    }

    private DdnsClient.Builder atAProvider() {
        return builder()
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(events)
                .state(state)
                .interval(Duration.ofMinutes(5));
    }

    private static UnaryOperator<UpdateReport> failing(FailureReason reason, Retry retry) {
        Outcome.Failed failed =
                Outcome.failed(reason, retry, "as the test demands").accountWide();
        return report -> new UpdateReport(failed, failed);
    }
}

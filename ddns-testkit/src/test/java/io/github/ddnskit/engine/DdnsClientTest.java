package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.RecordingListener;
import io.github.ddnskit.testkit.ScriptedIpSource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DdnsClientTest {

    private static final String HOME = "home.example.test";
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = ManualTime.create();
    private final ScriptedIpSource ip = ScriptedIpSource.create();
    private final RecordingListener events = RecordingListener.create();
    private final MemoryUpdater dns = new MemoryUpdater();

    @Test
    void followsTheAddress() {
        ip.set("203.0.113.8", "2001:db8::8");
        DdnsClient client = start();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        assertThat(dns.address(HOME, IPV6)).isEqualTo("2001:db8::8");
        assertThat(dns.updates()).as("both families in one update").hasSize(1);

        ip.set("203.0.113.9");
        time.advance(Duration.ofMinutes(5));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.updates()).hasSize(2);
        assertThat(dns.updates().get(1).ipv6())
                .as("the family that did not change")
                .isEqualTo(Goal.keep());
        assertThat(client.status().records()).allMatch(DdnsStatus.RecordStatus::upToDate);
    }

    @Test
    void sendsNothingWhileNothingChanges() {
        ip.set("203.0.113.8", "2001:db8::8");
        start(client().interval(HOUR));
        time.advance(Duration.ofDays(365));
        assertThat(dns.updates()).hasSize(1);
        assertThat(ip.queries()).isGreaterThan(2 * 365 * 24);
    }

    @Test
    void leavesDnsAloneWhenTheAddressCannotBeFound() {
        ip.set("203.0.113.8", "2001:db8::8");
        start();
        ip.setUnknown(IPV4);
        ip.setUnknown(IPV6);
        time.advance(Duration.ofDays(30));
        assertThat(dns.updates()).hasSize(1);
        assertThat(events.events(DdnsEvent.DetectionFailed.class))
                .as("told once for each family")
                .hasSize(2);
    }

    @Test
    void asksSoonerWhileTheAddressCannotBeFound() {
        ip.setUnknown(IPV4);
        start(client().interval(HOUR));
        ip.set("203.0.113.8");
        time.advance(Duration.ofMinutes(1));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void leavesASourceAloneAsLongAsItAsks() {
        ip.answer(IPV4, new Observation.Unknown("slow down", Duration.ofHours(6)));
        start();
        int queries = ip.queries();
        ip.setAbsent(IPV6);
        ip.set("203.0.113.8");
        time.advance(Duration.ofHours(5));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        assertThat(ip.queries()).isGreaterThan(queries);
    }

    @Test
    void publishesNoAddressThatIsNotGlobalUnlessItsClassIsAllowed() {
        ip.set("192.168.1.2", "fe80::1");
        DdnsClient strict = start(builder().host(HOME, dns).source(ip).listener(events));
        time.advance(HOUR);
        assertThat(dns.updates()).isEmpty();
        assertThat(events.events(DdnsEvent.DetectionFailed.class))
                .extracting(DdnsEvent.DetectionFailed::cause)
                .anyMatch(cause -> cause.contains("192.168.1.2 is in 192.168.0.0/16 Private-Use")
                        && cause.contains("unless private addresses are allowed"));
        strict.close();

        start(builder().host(HOME, dns).source(ip).allow(AddressClass.PRIVATE));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("192.168.1.2");
        assertThat(dns.address(HOME, IPV6)).isEqualTo("none");
    }

    @Test
    void keepsTheRecordOfAnAddressThatIsGoneByDefault() {
        ip.set("203.0.113.8", "2001:db8::8");
        start();
        ip.setAbsent(IPV6);
        time.advance(Duration.ofDays(30));
        assertThat(dns.address(HOME, IPV6)).isEqualTo("2001:db8::8");
        assertThat(events.events(DdnsEvent.AddressAbsent.class)).hasSize(1);
    }

    @Test
    void removesTheRecordOfAnAddressThatHasBeenGoneLongEnough() {
        ip.set("203.0.113.8", "2001:db8::8");
        UpdatePolicy policy = UpdatePolicy.standard().withAbsence(AbsencePolicy.removeAfter(Duration.ofMinutes(30)));
        start(client().policy(policy));
        ip.setAbsent(IPV6);
        time.advance(Duration.ofMinutes(20));
        ip.setUnknown(IPV6);
        time.advance(Duration.ofMinutes(20));
        assertThat(dns.address(HOME, IPV6)).as("not knowing is not absence").isEqualTo("2001:db8::8");
        ip.setAbsent(IPV6);
        time.advance(Duration.ofMinutes(25));
        assertThat(dns.address(HOME, IPV6)).as("the time begins anew").isEqualTo("2001:db8::8");
        time.advance(Duration.ofMinutes(20));
        assertThat(dns.address(HOME, IPV6)).isEqualTo("none");
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        assertThat(events.events(DdnsEvent.RecordConfirmed.class))
                .last()
                .hasToString("home.example.test AAAA is removed");
    }

    @Test
    void triesAgainUntilItSucceeds() {
        ip.set("203.0.113.8");
        dns.failNext(5, FailureReason.SERVER_ERROR, Retry.backoff());
        start();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        assertThat(dns.updates()).hasSize(6);
        assertThat(events.events(DdnsEvent.UpdateFailed.class))
                .hasSize(5)
                .allSatisfy(failed -> assertThat(failed.nextAttempt()).isAfter(failed.at()));
    }

    @Test
    void publishesWhatIsDetectedWhenItSucceedsAndNotWhatWasWhenItFailed() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.UNREACHABLE, Retry.notBefore(time.now().plus(HOUR)));
        start();
        ip.set("203.0.113.9");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.updates()).hasSize(2);
    }

    @Test
    void sendsNothingBeforeTheProviderAllowsIt() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.RATE_LIMITED, Retry.notBefore(time.now().plus(Duration.ofHours(12))));
        DdnsClient client = start();
        ip.set("203.0.113.9");
        client.networkChanged();
        assertThat(client.checkNow()).isNotDone();
        time.advance(Duration.ofHours(12).minusSeconds(1));
        assertThat(dns.updates()).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
    }

    @Test
    void sendsNothingAfterNeverUntilResumed() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.BLOCKED, Retry.never());
        DdnsClient client = start(client().interval(HOUR));
        ip.set("203.0.113.9");
        time.advance(Duration.ofDays(365));
        assertThat(client.checkNow()).isNotDone();
        time.advance(HOUR);
        assertThat(dns.updates()).hasSize(1);
        assertThat(events.events(DdnsEvent.UpdateHalted.class)).hasSize(1);
        assertThat(client.status().record(Hostname.of(HOME), IPV4).orElseThrow().toString())
                .contains("halted: as the test demands");

        client.resume(Hostname.of(HOME));
        time.advance(Duration.ZERO);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThatThrownBy(() -> client.resume(Hostname.of("other.example.test")))
                .hasMessageContaining("does not keep other.example.test");
    }

    @Test
    void haltsOneFamilyAndGoesOnWithTheOther() {
        ip.set("203.0.113.8", "2001:db8::8");
        dns.then(report -> new UpdateReport(
                report.ipv4(), Outcome.failed(FailureReason.UNSUPPORTED, Retry.never(), "no AAAA here")));
        start();
        ip.set("203.0.113.9", "2001:db8::9");
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.updates().get(1).ipv6()).isEqualTo(Goal.keep());
    }

    @Test
    void doesNotWaitForTheOtherFamily() {
        ip.set("203.0.113.8");
        ip.setUnknown(IPV6);
        start();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void believesNoSuccessThatIsAboutSomethingElse() {
        ip.set("203.0.113.8");
        dns.then(report ->
                new UpdateReport(new Outcome.Published(Set.of(IpLiteral.parse("203.0.113.99"))), report.ipv6()));
        start();
        assertThat(events.events(DdnsEvent.UpdateFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().reason()).isEqualTo(FailureReason.BAD_REPLY));
        time.advance(HOUR);
        assertThat(dns.updates()).hasSize(2);
        assertThat(events.events(DdnsEvent.RecordConfirmed.class)).hasSize(1);
    }

    @Test
    void survivesAnUpdaterThatThrows() {
        ip.set("203.0.113.8");
        dns.then(report -> {
            throw new IllegalStateException("password=s3cr3t");
        });
        start();
        time.advance(HOUR);
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
        assertThat(events.events(DdnsEvent.UpdateFailed.class))
                .singleElement()
                .asString()
                .contains("the updater failed: IllegalStateException")
                .doesNotContain("s3cr3t");
    }

    @Test
    void survivesASourceThatThrows() {
        DeclaredIpSource broken = DeclaredIpSource.create();
        ip.set("203.0.113.8");
        start(builder()
                .host(HOME, dns)
                .source(new ThrowingSource())
                .source(broken)
                .source(ip)
                .allow(AddressClass.values()));
        assertThat(dns.address(HOME, IPV4)).as("from the next source").isEqualTo("203.0.113.8");
    }

    @Test
    void survivesAListenerThatThrows() {
        ip.set("203.0.113.8");
        start(builder()
                .host(HOME, dns)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(event -> {
                    throw new IllegalStateException("on purpose");
                }));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void refreshesAsTheProviderDemandsAndNotOtherwise() {
        dns.capabilities(Capabilities.standard().withRefreshEvery(Duration.ofDays(28)));
        ip.set("203.0.113.8");
        start(client().interval(HOUR));
        time.advance(Duration.ofDays(28).minusMinutes(1));
        assertThat(dns.updates()).hasSize(1);
        time.advance(Duration.ofDays(365 - 28));
        assertThat(dns.updates()).hasSize(1 + 365 / 28);
    }

    @Test
    void spacesTheUpdatesOfAFlappingAddress() {
        dns.capabilities(Capabilities.standard().withMinimumInterval(Duration.ofMinutes(10)));
        ip.set("203.0.113.1");
        start(client().interval(Duration.ofMinutes(1)));
        for (int minute = 0; minute < 60; minute++) {
            ip.set("203.0.113." + (1 + minute % 2));
            time.advance(Duration.ofMinutes(1));
        }
        assertThat(dns.updates()).hasSizeBetween(5, 7);
    }

    @Test
    void sendsTheHostsOfOneUpdaterTogether() {
        dns.capabilities(Capabilities.standard().withBatchSize(2));
        ip.set("203.0.113.8");
        start(builder()
                .host("a.example.test", dns)
                .host("b.example.test", dns)
                .host("c.example.test", dns)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION));
        assertThat(dns.batches()).hasSize(2);
        assertThat(dns.batches().get(0)).hasSize(2);
        assertThat(dns.address("c.example.test", IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void publishesOnlyTheFamiliesAskedFor() {
        ip.set("203.0.113.8", "2001:db8::8");
        start(builder().host(Host.of(HOME, dns).withFamilies(IPV6)).source(ip).allow(AddressClass.DOCUMENTATION));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
        assertThat(dns.address(HOME, IPV6)).isEqualTo("2001:db8::8");
    }

    @Test
    void followsADeclarationAtOnce() {
        DeclaredIpSource declared = DeclaredIpSource.create();
        start(builder()
                .host(HOME, dns)
                .source(declared)
                .allow(AddressClass.DOCUMENTATION)
                .interval(HOUR));
        declared.declare("203.0.113.8");
        declared.declare("203.0.113.9");
        time.advance(Duration.ofMillis(250));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.9");
        assertThat(dns.updates()).as("two hints, one check").hasSize(1);
    }

    @Test
    void checksOnceWithoutBeingStarted() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.REFUSED, Retry.backoff());
        DdnsClient client = client().build();
        CompletableFuture<DdnsStatus> status = client.checkNow();
        assertThat(status).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(status)
                .isCompletedWithValueMatching(done ->
                        !done.record(Hostname.of(HOME), IPV4).orElseThrow().upToDate()
                                && done.detected().containsKey(IPV4));
        time.advance(HOUR);
        assertThat(dns.updates()).as("no retry before start").hasSize(1);
        client.close();
        assertThat(client.checkNow()).isCompletedExceptionally();
    }

    @Test
    void closesWhatItWasGiven() {
        ip.set("203.0.113.8");
        DdnsClient client = start();
        client.close();
        assertThat(dns.closed()).isTrue();
        int updates = dns.updates().size();
        ip.set("203.0.113.9");
        time.advance(Duration.ofDays(1));
        assertThat(dns.updates()).hasSize(updates);
        assertThat(time.scheduled()).isEmpty();
        client.close();
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> builder().source(ip).build()).hasMessageContaining("needs a host");
        assertThatThrownBy(() -> builder().host(HOME, dns).build()).hasMessageContaining("needs a source");
        assertThatThrownBy(() -> builder().host(HOME, dns).host("HOME.example.test.", dns))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> builder().interval(Duration.ofMillis(999))).hasMessageContaining("at least 1 s");
        assertThatThrownBy(() -> client().listener(events)).hasMessageContaining("a listener already");
        assertThatThrownBy(() -> Host.of(HOME, dns).withFamilies()).hasMessageContaining("no family");
        dns.capabilities(Capabilities.standard().withFamilies(EnumSet.of(IPV4)));
        assertThatThrownBy(() -> Host.of(HOME, dns).withFamilies(AddressFamily.values()))
                .hasMessageContaining("cannot publish ipv6");
    }

    private DdnsClient.Builder builder() {
        return DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1));
    }

    private DdnsClient.Builder client() {
        return builder()
                .host(HOME, dns)
                .source(ip)
                .allow(AddressClass.DOCUMENTATION)
                .listener(events);
    }

    private DdnsClient start() {
        return start(client());
    }

    private DdnsClient start(DdnsClient.Builder builder) {
        DdnsClient client = builder.build();
        client.start();
        time.advance(Duration.ofMillis(500));
        return client;
    }
}

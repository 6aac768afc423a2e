package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.spi.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of DNS when the address is found, changes, cannot be found or is gone. */
class DetectionTest extends ClientInManualTime {

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
    void warnsOnceOfWhatIsOddUntilItWasGone() {
        Observation portal =
                ((Observation.Unknown) Observation.unknown("a page to log in")).suspecting(Warning.Kind.CAPTIVE_PORTAL);
        ip.answer(IPV4, portal);
        start(client().interval(HOUR));
        time.advance(HOUR.multipliedBy(3));
        assertThat(warnings()).containsExactly(Warning.Kind.CAPTIVE_PORTAL);
        ip.set("203.0.113.8");
        time.advance(HOUR.multipliedBy(3));
        ip.answer(IPV4, portal);
        time.advance(HOUR.multipliedBy(3));
        assertThat(warnings()).containsExactly(Warning.Kind.CAPTIVE_PORTAL, Warning.Kind.CAPTIVE_PORTAL);
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
    void looksAgainWhenTheTimeForARemovalHasCome() {
        ip.set("203.0.113.8", "2001:db8::8");
        UpdatePolicy policy = UpdatePolicy.standard().withAbsence(AbsencePolicy.removeAfter(Duration.ofMinutes(30)));
        DdnsClient client = start(client().policy(policy).interval(Duration.ofDays(1)));
        ip.setAbsent(IPV6);
        client.networkChanged();
        time.advance(Duration.ofMinutes(29));
        assertThat(dns.address(HOME, IPV6)).isEqualTo("2001:db8::8");
        time.advance(Duration.ofMinutes(2));
        assertThat(dns.address(HOME, IPV6)).isEqualTo("none");
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
    void doesNotWaitForTheOtherFamily() {
        ip.set("203.0.113.8");
        ip.setUnknown(IPV6);
        start();
        assertThat(dns.address(HOME, IPV4)).isEqualTo("203.0.113.8");
    }

    @Test
    void publishesOnlyTheFamiliesAskedFor() {
        ip.set("203.0.113.8", "2001:db8::8");
        start(builder().host(Host.of(HOME, dns).withFamilies(IPV6)).source(ip).allow(AddressClass.DOCUMENTATION));
        assertThat(dns.address(HOME, IPV4)).isEqualTo("none");
        assertThat(dns.address(HOME, IPV6)).isEqualTo("2001:db8::8");
    }

    private List<Warning.Kind> warnings() {
        return events.events(DdnsEvent.NetworkWarning.class).stream()
                .map(event -> event.warning().kind())
                .toList();
    }
}

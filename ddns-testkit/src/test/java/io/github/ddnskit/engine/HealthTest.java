package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Explanation;
import io.github.ddnskit.Explanation.Kind;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Health;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Retry;
import io.github.ddnskit.catalog.Texts;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether the client says how it stands, and why it sends nothing. */
class HealthTest extends ClientInManualTime {

    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

    @Test
    void allIsWell() {
        ip.set("203.0.113.8");
        try (DdnsClient client = start(home(builder()))) {
            assertThat(explained(client).kind()).isEqualTo(Kind.UP_TO_DATE);
            assertThat(explained(client))
                    .hasToString(HOME + " A is 203.0.113.8, as confirmed at 2026-01-01T00:00:00Z.");
            assertThat(client.status().health()).isEqualTo(new Health(Health.Level.UP, List.of()));
        }
    }

    @Test
    void saysWhenItIsRefreshed() {
        ip.set("203.0.113.8");
        dns.capabilities(Capabilities.standard().withRefreshEvery(Duration.ofDays(28)));
        try (DdnsClient client = start(home(builder()))) {
            assertThat(explained(client).kind()).isEqualTo(Kind.REFRESHED_LATER);
            assertThat(explained(client).values()).last().isEqualTo("2026-01-29T00:00:00Z");
        }
    }

    @Test
    void saysThatNobodyHasLookedYet() {
        try (DdnsClient client = home(builder()).build()) {
            assertThat(explained(client).kind()).isEqualTo(Kind.NOT_LOOKED_YET);
            assertThat(client.status().health().level()).isEqualTo(Health.Level.UP);
        }
    }

    @Test
    void saysWhyTheAddressIsNotKnown() {
        ip.setUnknown(IPV4);
        try (DdnsClient client = start(home(builder()))) {
            assertThat(explained(client).kind()).isEqualTo(Kind.ADDRESS_UNKNOWN);
            assertThat(client.status().health().level()).isEqualTo(Health.Level.DEGRADED);
            assertThat(client.status().health().reasons()).containsExactly(explained(client));
        }
    }

    @Test
    void saysThatThereIsNoAddressAndWhatBecomesOfTheRecord() {
        ip.set("203.0.113.8");
        UpdatePolicy policy = UpdatePolicy.standard().withAbsence(AbsencePolicy.removeAfter(Duration.ofMinutes(10)));
        try (DdnsClient client = start(home(builder()).policy(policy))) {
            ip.setAbsent(IPV4);
            time.advance(Duration.ofMinutes(6));
            assertThat(explained(client).kind()).isEqualTo(Kind.ADDRESS_ABSENT);
            time.advance(HOUR);
            assertThat(explained(client).kind()).isEqualTo(Kind.REMOVED);
        }
    }

    @Test
    void aNameThatWasNeverPublishedIsDown() {
        ip.set("203.0.113.8");
        dns.failNext(100, FailureReason.UNREACHABLE, Retry.backoff());
        try (DdnsClient client = start(home(builder()))) {
            assertThat(explained(client).kind()).isEqualTo(Kind.NEVER_PUBLISHED);
            assertThat(explained(client).toString())
                    .contains("1 failures in a row")
                    .contains("as the test demands");
            assertThat(client.status().health().level()).isEqualTo(Health.Level.DOWN);
        }
    }

    @Test
    void aFailureAfterASuccessIsNotTheEndOfTheWorld() {
        ip.set("203.0.113.8");
        try (DdnsClient client = start(home(builder()))) {
            dns.failNext(100, FailureReason.UNREACHABLE, Retry.backoff());
            ip.set("203.0.113.9");
            time.advance(HOUR);
            assertThat(explained(client).kind()).isEqualTo(Kind.FAILING);
            assertThat(client.status().health().level()).isEqualTo(Health.Level.DEGRADED);
        }
    }

    @Test
    void aRefusalIsDown() {
        ip.set("203.0.113.8");
        dns.failNext(1, FailureReason.BLOCKED, Retry.never());
        try (DdnsClient client = start(home(builder()))) {
            assertThat(explained(client).kind()).isEqualTo(Kind.HALTED);
            assertThat(client.status().health().level()).isEqualTo(Health.Level.DOWN);
            client.resume(Hostname.of(HOME));
            settle();
            assertThat(client.status().health().level()).isEqualTo(Health.Level.UP);
        }
    }

    @Test
    void saysThatTheProviderIsNotToldSoOften() {
        ip.set("203.0.113.8");
        UpdatePolicy policy = UpdatePolicy.standard().withMinimumInterval(HOUR);
        try (DdnsClient client = start(home(builder()).policy(policy))) {
            ip.set("203.0.113.9");
            client.networkChanged();
            settle();
            assertThat(explained(client).kind()).isEqualTo(Kind.PACED);
            assertThat(explained(client).values()).last().isEqualTo("2026-01-01T01:00:00Z");
        }
    }

    @Test
    void saysThatDnsShowsSomethingElse() {
        ip.set("203.0.113.8");
        Observation other = Observation.found(
                List.of(IpLiteral.parse("203.0.113.66")),
                Provenance.ofThisDevice(new SourceId("dns", "fake"), Vantage.REFLEXIVE));
        DdnsClient.Builder watched = home(builder())
                .verify(Verification.confirm(), host -> new ObservedRecords(other, Observation.absent("none")));
        try (DdnsClient client = start(watched)) {
            time.advance(Duration.ofMinutes(6));
            assertThat(explained(client).kind()).isEqualTo(Kind.SHOWN_OTHERWISE);
            assertThat(explained(client))
                    .hasToString(HOME + " A was confirmed as 203.0.113.8, but DNS shows 203.0.113.66 (dns:fake).");
        }
    }

    @Test
    void aDeclaredHostIsExplainedByWhatWasDeclaredForIt() {
        DeclaredIpSource declared = DeclaredIpSource.create();
        Host camera =
                Host.of("camera.example.test", dns).withFamilies(IPV4, IPV6).declaredBy(declared);
        try (DdnsClient client = start(builder().host(camera).allow(AddressClass.DOCUMENTATION))) {
            assertThat(client.status().explain(camera.name()))
                    .extracting(Explanation::kind)
                    .containsOnly(Kind.ADDRESS_UNKNOWN);
            declared.declare("203.0.113.1");
            declared.declareAbsent(IPV6);
            settle();
            assertThat(client.status().explain(camera.name()))
                    .extracting(Explanation::kind)
                    .containsExactly(Kind.UP_TO_DATE, Kind.ADDRESS_ABSENT);
            assertThat(client.status().explain(Hostname.of("other.example.test")))
                    .isEmpty();
        }
    }

    @Test
    void theWorstComesFirst() {
        ip.set("203.0.113.8");
        MemoryUpdater failing = new MemoryUpdater().failNext(100, FailureReason.UNREACHABLE, Retry.backoff());
        try (DdnsClient client = start(
                home(builder()).host(Host.of("failing.example.test", failing).withFamilies(IPV4, IPV6)))) {
            assertThat(client.status().health().level()).isEqualTo(Health.Level.DOWN);
            assertThat(client.status().health().reasons())
                    .extracting(Explanation::kind)
                    .startsWith(Kind.NEVER_PUBLISHED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyExplanationHasAJapaneseTextWithTheSamePlaces(Kind kind) {
        String japanese = Texts.load(Locale.JAPANESE).text(kind.sentence());
        assertThat(japanese).isNotEqualTo(kind.sentence());
        assertThat(places(japanese)).containsExactlyInAnyOrderElementsOf(places(kind.sentence()));
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).toList();
    }

    private DdnsClient.Builder home(DdnsClient.Builder builder) {
        return builder.host(Host.of(HOME, dns).withFamilies(IPV4)).source(ip).allow(AddressClass.DOCUMENTATION);
    }

    private static Explanation explained(DdnsClient client) {
        return client.status().explain(Hostname.of(HOME)).get(0);
    }

    private void settle() {
        time.advance(Duration.ofSeconds(2));
    }
}

package io.github.ddnskit.doctor;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.Warning;
import io.github.ddnskit.rfc2136.Standing;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.state.RecordState;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which facts lead to which findings. */
final class CheckupTest {

    private final Patient patient = new Patient();

    @Test
    void aHealthyNameHasNoFindings() {
        patient.assertFinds();
    }

    @Test
    void nobodyKnowsTheServers() {
        patient.servers.clear();
        patient.problem = "no network";
        patient.assertFinds(FindingKind.NO_SERVERS);
        assertThat(patient.findings())
                .extracting(Finding::toString)
                .contains("no-servers: home.example.org: no network");
    }

    @Test
    void noServerHasAuthority() {
        patient.servers.clear();
        patient.server("ns1", 1, Standing.SILENT);
        patient.assertFinds(FindingKind.NO_AUTHORITY, FindingKind.SERVER_SILENT);
    }

    @ParameterizedTest
    @CsvSource({"SILENT, SERVER_SILENT", "LAME, SERVER_LAME", "FAILING, SERVER_FAILING", "UNRESOLVED, SERVER_UNRESOLVED"
    })
    void oneServerOfTwoDoesNotServeTheName(Standing standing, FindingKind kind) {
        patient.server("ns2", 1, standing);
        patient.assertFinds(kind);
    }

    @Test
    void aServerToWhichThereIsNoWayFromHereIsNoFinding() {
        patient.server("ns2", 1, Standing.NO_ROUTE);
        patient.assertFinds();
    }

    @Test
    void theNameIsMissingAndThatIsSaidOnce() {
        patient.servers.clear();
        patient.server("ns1", 1, Standing.AUTHORITATIVE, patient.none(), patient.none());
        patient.states.clear();
        patient.remembers = false;
        patient.resolves(IPV4, "NXDOMAIN");
        patient.resolves(IPV6, "NXDOMAIN");
        patient.assertFinds(FindingKind.NAME_MISSING, FindingKind.NOTHING_REMEMBERED);
    }

    @Test
    void oneRecordIsMissing() {
        patient.servers.clear();
        patient.server("ns1", 1, Standing.AUTHORITATIVE, patient.none(), patient.records("2606:4700::1"));
        patient.states.remove(IPV4);
        patient.resolves(IPV4, "NOERROR");
        patient.assertFinds(FindingKind.RECORD_MISSING, FindingKind.NEVER_PUBLISHED);
    }

    @Test
    void theNameIsAnAlias() {
        patient.alias = "www.example.com";
        patient.servers.clear();
        patient.server("ns1", 1, Standing.AUTHORITATIVE, patient.unknown(), patient.unknown());
        patient.assertFinds(FindingKind.ALIAS);
    }

    @Test
    void aDelegationIsInTheWay() {
        patient.cut = "home.example.org";
        patient.servers.clear();
        patient.server("ns1", 1, Standing.DELEGATED, patient.unknown(), patient.unknown());
        patient.assertFinds(FindingKind.DELEGATED);
    }

    @Test
    void aWildcardAnswersUnlessTheHostHasOneOfItsOwn() {
        patient.wildcardAnswers = true;
        patient.servers.clear();
        patient.server("ns1", 1, Standing.AUTHORITATIVE);
        patient.assertFinds(FindingKind.WILDCARD);
        patient.wildcardWanted = true;
        patient.assertFinds();
    }

    @Test
    void aServerIsStale() {
        patient.server("ns2", 0, Standing.AUTHORITATIVE, patient.records("1.1.1.9"), patient.records("2606:4700::1"));
        patient.assertFinds(FindingKind.SERVER_STALE);
    }

    @Test
    void aServerHasItsOwnView() {
        patient.server("ns2", 1, Standing.AUTHORITATIVE, patient.records("1.1.1.9"), patient.records("2606:4700::1"));
        patient.assertFinds(FindingKind.SPLIT_VIEW);
    }

    @Test
    void theRecordIsNotTheAddressOfTheDevice() {
        patient.detects(IPV4, "1.0.0.9");
        patient.assertFinds(FindingKind.WRONG_ADDRESS);
        assertThat(patient.findings().get(0).values()).containsExactly("home.example.org", "A", "1.1.1.1", "1.0.0.9");
    }

    @Test
    void noAddressIsKnown() {
        patient.verdict(IPV4, Observation.unknown("no network"));
        patient.verdict(IPV6, Observation.unknown("no network"));
        patient.assertFinds(FindingKind.NO_ADDRESS);
    }

    @Test
    void oneAddressIsNotKnown() {
        patient.verdict(IPV6, Observation.unknown("the sources disagree"));
        patient.assertFinds(FindingKind.ADDRESS_UNKNOWN);
    }

    @Test
    void aRecordIsLeftOfAnAddressThatIsGone() {
        patient.verdict(IPV6, Observation.absent("no IPv6 here"));
        patient.assertFinds(FindingKind.LEFTOVER_RECORD);
    }

    @Test
    void theRecordOfTheFamilyThatIsNotKeptLeadsElsewhere() {
        patient.families = Set.of(IPV4);
        patient.assertFinds();
        patient.detects(IPV6, "2606:4700::9");
        patient.assertFinds(FindingKind.OTHER_FAMILY);
    }

    @ParameterizedTest
    @CsvSource({"1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"})
    void anAaaaRecordHoldsAnIpv4Address(String disguised) {
        patient.families = Set.of(IPV4);
        patient.servers.clear();
        patient.server("ns1", 1, Standing.AUTHORITATIVE, patient.records("1.1.1.1"), patient.records(disguised));
        assertThat(patient.findings()).extracting(Finding::kind).contains(FindingKind.IPV4_IN_AAAA);
        assertThat(patient.findings()).extracting(Finding::kind).doesNotContain(FindingKind.NOT_REACHABLE);
    }

    @Test
    void nobodyReachesAPrivateAddressUnlessItIsAllowed() {
        patient.publishesEverywhere("10.0.0.1");
        patient.assertFinds(FindingKind.NOT_REACHABLE);
        patient.allowed.add(AddressClass.PRIVATE);
        patient.assertFinds();
    }

    @ParameterizedTest
    @EnumSource
    void everyWarningOfTheDetectionIsAFinding(Warning.Kind kind) {
        patient.warning(IPV4, new Warning(kind, "the evidence"));
        patient.warning(IPV6, new Warning(kind, "the evidence"));
        patient.assertFinds(FindingKind.valueOf(kind.name()));
        assertThat(patient.findings().get(0).words().evidence()).isEqualTo("the evidence");
    }

    @Test
    void answersLiveLong() {
        patient.ttl = Duration.ofHours(12);
        patient.servers.clear();
        patient.server("ns1", 1, Standing.AUTHORITATIVE);
        patient.assertFinds(FindingKind.LONG_TTL, FindingKind.LONG_TTL);
    }

    @Test
    void theChangeWasJustMade() {
        patient.confirmed(IPV4, "1.1.1.1", Patient.NOW.minusSeconds(20));
        patient.assertFinds(FindingKind.OLD_ANSWERS);
        assertThat(patient.findings().get(0).values()).contains("2026-11-22T10:00:40Z");
    }

    @Test
    void theResolverSaysSomethingElse() {
        patient.resolves(IPV4, "NOERROR", "1.1.1.9");
        patient.assertFinds(FindingKind.RESOLVER_HAS_OTHER);
        patient.resolves(IPV4, "NXDOMAIN");
        patient.assertFinds(FindingKind.RESOLVER_FINDS_NOTHING);
        patient.resolves(IPV4, "SERVFAIL");
        patient.assertFinds(FindingKind.RESOLVER_FAILS);
    }

    @Test
    void theResolverIsSilent() {
        patient.resolverIsSilent(IPV4);
        patient.resolverIsSilent(IPV6);
        patient.assertFinds(FindingKind.RESOLVER_SILENT);
    }

    @Test
    void theRegistrationIsAboutToLapse() {
        patient.refreshEvery = Duration.ofDays(28);
        patient.confirmed(IPV4, "1.1.1.1", Patient.NOW.minus(Duration.ofDays(27)));
        patient.confirmed(IPV6, "2606:4700::1", Patient.NOW.minus(Duration.ofDays(27)));
        patient.assertFinds();
        patient.confirmed(IPV6, "2606:4700::1", Patient.NOW.minus(Duration.ofDays(29)));
        patient.assertFinds(FindingKind.LAPSING);
        assertThat(patient.findings().get(0).values())
                .containsExactly("home.example.org", "28 d", "2026-10-24T10:00:00Z");
    }

    @Test
    void nothingWasPublishedYet() {
        patient.states.clear();
        patient.assertFinds(FindingKind.NEVER_PUBLISHED, FindingKind.NEVER_PUBLISHED);
    }

    @Test
    void theLastUpdateWasNotConfirmed() {
        patient.states.computeIfPresent(
                IPV4, (family, state) -> state.attempting(Set.of(), Patient.NOW.minusSeconds(9)));
        patient.assertFinds(FindingKind.UNCONFIRMED);
    }

    @Test
    void updatesFail() {
        patient.states.computeIfPresent(IPV4, (family, state) -> state.failed(Patient.NOW.plusSeconds(60)));
        patient.assertFinds(FindingKind.FAILING);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_CREDENTIALS, CREDENTIALS_REJECTED",
        "UNKNOWN_CREDENTIALS, CREDENTIALS_REJECTED",
        "REFUSED, CREDENTIALS_REJECTED",
        "BLOCKED, BLOCKED",
        "UNKNOWN_HOST, HALTED"
    })
    void theProviderHasRefused(FailureReason reason, FindingKind kind) {
        RecordState.Halt halt = new RecordState.Halt("seal", reason, "the provider says no");
        for (AddressFamily family : AddressFamily.values()) {
            patient.states.computeIfPresent(family, (same, state) -> state.halted(halt));
        }
        patient.assertFinds(kind);
        assertThat(patient.findings().get(0).words().evidence()).contains("the provider says no");
    }

    @Test
    void somebodyElseChangedTheRecord() {
        patient.confirmed(IPV4, "1.0.0.1", Patient.LONG_AGO);
        patient.assertFinds(FindingKind.CHANGED_ELSEWHERE);
    }

    @Test
    void theMemoryIsMissingOrUnreadable() {
        patient.states.clear();
        patient.remembers = false;
        patient.assertFinds(FindingKind.NOTHING_REMEMBERED);
        patient.remembers = true;
        patient.stateProblem = "permission denied";
        patient.assertFinds(FindingKind.STATE_UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "CLOCK_SKEW, CLOCK_WRONG",
        "UNKNOWN_CREDENTIALS, KEY_UNKNOWN",
        "BAD_CREDENTIALS, KEY_WRONG",
        "ZONE_NOT_SERVED, ZONE_NOT_SERVED",
        "UNREACHABLE, UPDATE_SERVER_SILENT",
        "SERVER_ERROR, UPDATE_SERVER_REFUSES"
    })
    void theServerForUpdatesObjects(FailureReason reason, FindingKind kind) {
        patient.check = Outcome.failed(reason, Retry.backoff(), "a sentence");
        patient.assertFinds(kind);
    }
}

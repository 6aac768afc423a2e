package io.github.ddnskit.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.DeclaredIpSource;
import io.github.ddnskit.ip.FixedIpSource;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.MemoryStateStore;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor makes of the state of a client whose provider speaks something else than DNS UPDATE. */
final class DoctorAndStateTest {

    private static final Hostname HOST = Hostname.of("home.example.org");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final RecordKey KEY = new RecordKey(HOST, AddressFamily.IPV4);

    private final StateStore store = MemoryStateStore.create();
    private final RecordState published = RecordState.unknown("provider")
            .confirmed(Set.of(IpLiteral.parse("1.1.1.1")), "default", NOW.minus(Duration.ofDays(10)));

    @Test
    void readsThatTheProviderHasRefusedTheCredentials() throws Exception {
        save(published.halted(halt("right")));
        assertThat(kinds(provider("right"))).contains(FindingKind.CREDENTIALS_REJECTED);
    }

    @Test
    void aRefusalOfCredentialsThatWereCorrectedSinceNoLongerCounts() throws Exception {
        save(published.halted(halt("wrong")));
        assertThat(kinds(provider("right"))).doesNotContain(FindingKind.CREDENTIALS_REJECTED, FindingKind.HALTED);
    }

    @Test
    void whatWasConfirmedElsewhereIsNotConfirmedHere() throws Exception {
        assertThat(kinds(provider("right"))).contains(FindingKind.NEVER_PUBLISHED);
        save(published);
        assertThat(kinds(provider("right"))).doesNotContain(FindingKind.NEVER_PUBLISHED);
        save(RecordState.unknown("another provider").confirmed(Set.of(IpLiteral.parse("1.1.1.1")), "default", NOW));
        assertThat(kinds(provider("right"))).contains(FindingKind.NEVER_PUBLISHED);
    }

    @Test
    void readsThatTheRegistrationIsAboutToLapse() throws Exception {
        save(published);
        assertThat(kinds(provider("right"))).doesNotContain(FindingKind.LAPSING);
        Capabilities demanding = Capabilities.standard().withRefreshEvery(Duration.ofDays(9));
        assertThat(kinds(new Provider(demanding, "right"))).contains(FindingKind.LAPSING);
    }

    @Test
    void aStateThatIsDamagedIsAFinding(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("ddns.state"), "nonsense");
        Diagnosis diagnosis = doctor(provider("right"), FileStateStore.at(file)).examine(HOST);
        assertThat(diagnosis.findings()).extracting(Finding::kind).contains(FindingKind.STATE_UNREADABLE);
    }

    @Test
    void aHostWhoseAddressIsDeclaredIsComparedWithThat() throws Exception {
        try (DeclaredIpSource declared = DeclaredIpSource.create()) {
            declared.declare("1.0.0.9");
            Host host = new Host(
                    HOST,
                    provider("right"),
                    Set.of(AddressFamily.IPV4),
                    Host.of("any.example.org", provider("right")).options(),
                    declared);
            Diagnosis diagnosis = builder(store).host(host).build().examine(HOST);
            Observation seen = Objects.requireNonNull(diagnosis.verdicts().get(AddressFamily.IPV4))
                    .observation();
            assertThat(((Observation.Found) seen).addresses()).containsExactly(IpLiteral.parse("1.0.0.9"));
        }
    }

    @Test
    void withoutNameServersItSaysWhyAndStillReadsTheRest() throws Exception {
        Diagnosis diagnosis = doctor(provider("right"), store).examine(HOST);
        assertThat(diagnosis.findings()).extracting(Finding::kind).startsWith(FindingKind.NO_SERVERS);
        assertThat(diagnosis.findings().get(0).words().evidence()).contains("nothing listens at 127.0.0.1:1");
        assertThat(diagnosis.isHealthy()).isFalse();
    }

    private void save(RecordState state) throws IOException {
        store.save(Map.of(KEY, state));
    }

    private static RecordState.Halt halt(String secret) {
        return new RecordState.Halt(provider(secret).identity().seal(), FailureReason.BAD_CREDENTIALS, "badauth");
    }

    private List<FindingKind> kinds(Provider provider) throws InterruptedException {
        return doctor(provider, store).examine(HOST).findings().stream()
                .map(Finding::kind)
                .toList();
    }

    private static Doctor doctor(Provider provider, StateStore store) {
        return builder(store)
                .host(Host.of(HOST.ascii(), provider).withFamilies(AddressFamily.IPV4))
                .build();
    }

    /** Nothing listens where its resolver should be, so that no name server is found. */
    private static Doctor.Builder builder(StateStore store) {
        return Doctor.builder()
                .source(FixedIpSource.of("1.1.1.1"))
                .state(store)
                .resolver("127.0.0.1:1")
                .clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Provider provider(String secret) {
        return new Provider(Capabilities.standard(), secret);
    }

    /** A provider that is never spoken to. */
    private record Provider(Capabilities capabilities, String secret) implements DnsUpdater {

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("provider", "somebody", Secret.of(secret));
        }

        @Override
        public UpdateReport update(Update update) {
            throw new AssertionError("the doctor only reads");
        }
    }
}

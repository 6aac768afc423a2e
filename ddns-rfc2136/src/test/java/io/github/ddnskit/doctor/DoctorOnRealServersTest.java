package io.github.ddnskit.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.FixedIpSource;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.PeerZone.Updates;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor at a zone of a real server, which also stands for the resolver. */
@Timeout(600)
final class DoctorOnRealServersTest {

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
    private static final List<PeerZone> ZONES = List.of(new PeerZone(
            "example.test",
            Updates.SIGNED,
            List.of("sub NS ns1.sub", "ns1.sub A 127.0.0.1", "alias CNAME ns1", "*.wild A 192.0.2.1")));

    @Nested
    final class OnBind extends OnAnyServer {
        @Override
        PeerServer start() {
            return Named.start(ZONES);
        }
    }

    @Nested
    final class OnKnot extends OnAnyServer {
        @Override
        PeerServer start() {
            return Knotd.start(ZONES);
        }
    }

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnAnyServer {

        @SuppressWarnings("NullAway.Init")
        private PeerServer server;

        abstract PeerServer start();

        @BeforeAll
        void startServer() {
            server = start();
        }

        @AfterAll
        void stopServer() {
            if (server != null) {
                server.close();
            }
        }

        @Test
        void findsNothingAfterAnUpdate() throws InterruptedException {
            Rfc2136Updater updater = updater().build();
            Update update = Update.of(Hostname.of("home.example.test"), Goal.publish("192.0.2.1"), Goal.remove());
            assertThat(updater.update(update)).isEqualTo(UpdateReport.published(update));
            Diagnosis diagnosis = examine("home.example.test", updater);
            assertThat(diagnosis.findings()).extracting(Finding::kind).containsExactly(FindingKind.NOTHING_REMEMBERED);
            assertThat(diagnosis.isHealthy()).isTrue();
            assertThat(diagnosis.published().zone()).isEqualTo(Hostname.of("example.test"));
        }

        @ParameterizedTest
        @CsvSource({
            "nothing.example.test, NAME_MISSING",
            "home.sub.example.test, DELEGATED",
            "alias.example.test, ALIAS",
            "any.wild.example.test, WILDCARD",
            "home.elsewhere.test, ZONE_NOT_SERVED"
        })
        void findsWhatIsInTheWay(String host, FindingKind kind) throws InterruptedException {
            assertThat(kinds(examine(host, updater().build()))).contains(kind);
        }

        @ParameterizedTest
        @CsvSource({"-600, behind", "600, ahead"})
        void findsThatTheClockIsWrong(int seconds, String how) throws InterruptedException {
            Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
            Diagnosis diagnosis =
                    examine("home.example.test", updater().clock(wrong).build());
            assertThat(diagnosis.findings())
                    .filteredOn(finding -> finding.kind() == FindingKind.CLOCK_WRONG)
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.words().evidence()).containsPattern("ours is (599|600|601) s " + how));
        }

        @Test
        void findsThatTheServerDoesNotKnowTheKey() throws InterruptedException {
            TsigKey unknown = TsigKey.of("nobody.key", KEY.algorithm(), KEY.secret());
            assertThat(kinds(examine("home.example.test", with(unknown).build())))
                    .contains(FindingKind.KEY_UNKNOWN);
        }

        @Test
        void findsThatTheSecretIsWrongAndDoesNotTellIt() throws InterruptedException {
            TsigKey wrong = TsigKey.of(KEY.name(), KEY.algorithm(), Secret.of("d3Jvbmcgc2VjcmV0"));
            Diagnosis diagnosis = examine("home.example.test", with(wrong).build());
            assertThat(kinds(diagnosis)).contains(FindingKind.KEY_WRONG);
            assertThat(diagnosis.toString()).doesNotContain("d3Jvbmcgc2VjcmV0");
        }

        @Test
        void findsThatAnotherZoneIsConfigured() throws InterruptedException {
            Rfc2136Updater updater = updater().zone("test").build();
            assertThat(kinds(examine("home.example.test", updater))).contains(FindingKind.ZONE_NOT_SERVED);
        }

        @Test
        void neverUpdatesAnything() throws InterruptedException {
            List<String> before = server.data("example.test", "SOA");
            examine("nothing.example.test", updater().build());
            assertThat(server.data("nothing.example.test", "A")).isEmpty();
            assertThat(server.data("example.test", "SOA")).isEqualTo(before);
        }

        @Test
        void examinesOnlyWhatTheClientKeeps() {
            Doctor doctor = doctor("home.example.test", updater().build());
            assertThatThrownBy(() -> doctor.examine(Hostname.of("other.example.test")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it keeps home.example.test");
        }

        private Rfc2136Updater.Builder updater() {
            return with(KEY);
        }

        private Rfc2136Updater.Builder with(TsigKey key) {
            return Rfc2136Updater.builder().server(server.address()).tsig(key);
        }

        private Diagnosis examine(String host, Rfc2136Updater updater) throws InterruptedException {
            return doctor(host, updater).examine(Hostname.of(host));
        }

        private Doctor doctor(String host, Rfc2136Updater updater) {
            return Doctor.builder()
                    .host(Host.of(host, updater))
                    .source(FixedIpSource.of("192.0.2.1"))
                    .allow(AddressClass.DOCUMENTATION)
                    .resolver(server.address())
                    .port(server.port())
                    .build();
        }
    }

    private static List<FindingKind> kinds(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::kind).toList();
    }
}

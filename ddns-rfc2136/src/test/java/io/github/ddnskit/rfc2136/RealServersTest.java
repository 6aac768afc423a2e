package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.ObservedRecords;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The updater and the observer against name servers that people run. */
final class RealServersTest {

    @Nested
    final class OnBind extends OnAnyServer {
        @Override
        PeerServer start() {
            return Named.start();
        }

        @Test
        void aKeyThatMayNotUpdateIsRefused() throws InterruptedException {
            Outcome.Failed failed =
                    failure(with(PeerServer.powerlessKey()).zone("example.test"), "powerless.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.REFUSED);
            assertThat(failed.detail())
                    .contains("does not let the key powerless.key. (hmac-sha256) update powerless.example.test")
                    .contains("[REFUSED]")
                    .doesNotContain("not signed");
        }

        @Test
        void aZoneThatTakesNoUpdatesIsRefused() throws InterruptedException {
            Outcome.Failed failed = failure(with(KEY).zone("locked.test"), "home.locked.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.REFUSED);
            assertThat(server.data("home.locked.test", "A")).containsExactly("192.0.2.99");
        }
    }

    @Nested
    final class OnKnot extends OnAnyServer {
        @Override
        PeerServer start() {
            return Knotd.start();
        }

        /** Knot DNS answers NOTAUTH with BADKEY, as for a key that it does not know. */
        @Test
        void aKeyThatMayNotUpdateLooksUnknownAndTheSentenceSaysSo() throws InterruptedException {
            Outcome.Failed failed =
                    failure(with(PeerServer.powerlessKey()).zone("example.test"), "powerless.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.UNKNOWN_CREDENTIALS);
            assertThat(failed.detail()).contains("that it may update the zone example.test (Knot DNS");
        }

        @Test
        void aZoneThatTakesNoUpdatesStaysAsItIs() throws InterruptedException {
            Outcome.Failed failed = failure(with(KEY).zone("locked.test"), "home.locked.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.UNKNOWN_CREDENTIALS);
            assertThat(server.data("home.locked.test", "A")).containsExactly("192.0.2.99");
        }
    }

    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnAnyServer {

        PeerServer server;

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

        @ParameterizedTest
        @EnumSource
        void publishesChangesAndRemovesWithEveryAlgorithm(TsigAlgorithm algorithm) throws InterruptedException {
            String host = algorithm + ".example.test";
            Rfc2136Updater updater =
                    with(PeerServer.key(algorithm)).zone("example.test").build();

            UpdateReport first =
                    updater.update(update(host, Goal.publish("192.0.2.1", "192.0.2.2"), Goal.publish("2001:db8::1")));
            assertThat(first.ipv4()).hasToString("published 192.0.2.1, 192.0.2.2");
            assertThat(first.ipv6()).hasToString("published 2001:db8::1");
            assertThat(server.data(host, "A")).containsExactly("192.0.2.1", "192.0.2.2");
            assertThat(server.data(host, "AAAA")).containsExactly("2001:db8:0:0:0:0:0:1");

            assertSucceeds(updater, update(host, Goal.publish("192.0.2.3"), Goal.publish("2001:db8::3")));
            assertThat(server.data(host, "A")).containsExactly("192.0.2.3");
            assertThat(server.data(host, "AAAA")).containsExactly("2001:db8:0:0:0:0:0:3");

            UpdateReport last = updater.update(update(host, Goal.remove(), Goal.remove()));
            assertThat(last.ipv4()).hasToString("removed");
            assertThat(server.data(host, "A")).isEmpty();
            assertThat(server.data(host, "AAAA")).isEmpty();
        }

        @Test
        void aFamilyThatIsKeptIsLeftAlone() throws InterruptedException {
            Rfc2136Updater updater = with(KEY).zone("example.test").build();
            String host = "kept.example.test";
            assertSucceeds(updater, update(host, Goal.publish("192.0.2.1"), Goal.publish("2001:db8::1")));

            UpdateReport report = updater.update(update(host, Goal.publish("192.0.2.2"), Goal.keep()));
            assertThat(report.ipv6()).isEqualTo(Outcome.kept());
            assertThat(server.data(host, "AAAA")).containsExactly("2001:db8:0:0:0:0:0:1");

            assertSucceeds(updater, update(host, Goal.keep(), Goal.remove()));
            assertThat(server.data(host, "A")).containsExactly("192.0.2.2");
            assertThat(server.data(host, "AAAA")).isEmpty();
        }

        @Test
        void publishesTheTtlThatIsWanted() throws InterruptedException {
            Rfc2136Updater updater =
                    with(KEY).zone("example.test").ttl(Duration.ofSeconds(77)).build();
            Update update = update("ttl.example.test", Goal.publish("192.0.2.1"), Goal.keep());
            assertSucceeds(updater, update);
            assertThat(dig("ttl.example.test", "A")).contains(" 77 IN A 192.0.2.1");

            RecordOptions other = RecordOptions.defaults().withTtl(Duration.ofSeconds(88));
            assertSucceeds(updater, new Update(update.host(), update.ipv4(), update.ipv6(), other));
            assertThat(dig("ttl.example.test", "A")).contains(" 88 IN A 192.0.2.1");
        }

        @Test
        void publishesWildcardAndMailExchangerAlong() throws InterruptedException {
            RecordOptions options =
                    RecordOptions.defaults().withWildcard(true).withMailExchanger(Hostname.of("ns1.example.test"));
            assertSucceeds(
                    with(KEY).build(),
                    new Update(
                            Hostname.of("wild.example.test"),
                            Goal.publish("192.0.2.1"),
                            Goal.publish("2001:db8::1"),
                            options));
            assertThat(server.data("wild.example.test", "A")).containsExactly("192.0.2.1");
            assertThat(server.data("anything.wild.example.test", "A")).containsExactly("192.0.2.1");
            assertThat(server.data("*.wild.example.test", "AAAA")).containsExactly("2001:db8:0:0:0:0:0:1");
            assertThat(server.data("wild.example.test", "MX")).containsExactly("10 ns1.example.test.");
        }

        @Test
        void findsTheZoneEvenBelowAChildZone() throws InterruptedException {
            assertSucceeds(with(KEY).build(), update("a.b.sub.example.test", Goal.publish("192.0.2.5"), Goal.keep()));
            assertThat(server.data("a.b.sub.example.test", "A")).containsExactly("192.0.2.5");
            assertSucceeds(with(KEY).build(), update("example.test", Goal.publish("192.0.2.6"), Goal.keep()));
            assertThat(server.data("example.test", "A")).containsExactly("192.0.2.6");
        }

        @Test
        void updatesUnsignedWhereTheServerLetsIt() throws InterruptedException {
            assertSucceeds(
                    Rfc2136Updater.builder().server(server.address()).build(),
                    update("home.open.test", Goal.publish("192.0.2.7"), Goal.keep()));
            assertThat(server.data("home.open.test", "A")).containsExactly("192.0.2.7");
        }

        @Test
        void aBigUpdateGoesOverTcp() throws InterruptedException {
            List<InetAddress> ipv4 = new ArrayList<>();
            List<InetAddress> ipv6 = new ArrayList<>();
            for (int i = 1; i <= 60; i++) {
                ipv4.add(IpLiteral.parse("192.0.2." + i));
                ipv6.add(IpLiteral.parse("2001:db8::" + i));
            }
            assertSucceeds(with(KEY).build(), update("big.example.test", Goal.publish(ipv4), Goal.publish(ipv6)));
            assertThat(dig("big.example.test", "A").lines()).hasSize(60);
            assertThat(dig("big.example.test", "AAAA").lines()).hasSize(60);
        }

        @Test
        void anAliasIsNotTakenForAHost() throws InterruptedException {
            Outcome.Failed failed = failure(with(KEY).zone("example.test"), "alias.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.CONFLICT);
            assertThat(failed.detail()).contains("the name is an alias (CNAME)");
            assertThat(server.data("alias.example.test", "CNAME")).containsExactly("ns1.example.test.");
        }

        @Test
        void aWrongSecretIsToldApart() throws InterruptedException {
            TsigKey wrong = TsigKey.of(KEY.name(), KEY.algorithm(), Secret.of("d3Jvbmcgc2VjcmV0"));
            Outcome.Failed failed = failure(with(wrong).zone("example.test"), "secret.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.BAD_CREDENTIALS);
            assertThat(failed.detail())
                    .contains("knows the key hmac-sha256.key. (hmac-sha256), but with another secret")
                    .contains("the reply was not signed")
                    .doesNotContain("d3Jvbmcgc2VjcmV0");
        }

        @Test
        void aWrongSecretIsToldApartWhileTheZoneIsLookedForToo() throws InterruptedException {
            TsigKey wrong = TsigKey.of(KEY.name(), KEY.algorithm(), Secret.of("d3Jvbmcgc2VjcmV0"));
            assertThat(failure(with(wrong), "secret.example.test").reason()).isEqualTo(FailureReason.BAD_CREDENTIALS);
        }

        @Test
        void aWrongKeyNameIsToldApart() throws InterruptedException {
            TsigKey wrong = TsigKey.of("nobody.key", KEY.algorithm(), KEY.secret());
            Outcome.Failed failed = failure(with(wrong).zone("example.test"), "name.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.UNKNOWN_CREDENTIALS);
            assertThat(failed.detail()).contains("does not know the key nobody.key. (hmac-sha256)");
        }

        @Test
        void aWrongAlgorithmIsToldApart() throws InterruptedException {
            TsigKey wrong = TsigKey.of(KEY.name(), TsigAlgorithm.HMAC_SHA512, KEY.secret());
            Outcome.Failed failed = failure(with(wrong).zone("example.test"), "algorithm.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.UNKNOWN_CREDENTIALS);
            assertThat(failed.detail()).contains("check its name and its algorithm");
        }

        @Test
        void aClockTenMinutesBehindIsToldApartWithBothTimes() throws InterruptedException {
            Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
            Outcome.Failed failed = failure(with(KEY).zone("example.test").clock(behind), "clock.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.CLOCK_SKEW);
            assertThat(failed.detail())
                    .matches(
                            "the clock of 127.0.0.1:\\d+ says \\S+Z and ours \\S+Z: ours is (599|600|601) s behind; .*")
                    .doesNotContain("not signed");
        }

        @Test
        void aClockTenMinutesAheadIsToldApart() throws InterruptedException {
            Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
            Outcome.Failed failed = failure(with(KEY).zone("example.test").clock(ahead), "clock.example.test");
            assertThat(failed.reason()).isEqualTo(FailureReason.CLOCK_SKEW);
            assertThat(failed.detail()).containsPattern("ours is (599|600|601) s ahead");
        }

        @Test
        void aZoneThatIsNotServedIsToldApart() throws InterruptedException {
            Outcome.Failed given = failure(with(KEY).zone("elsewhere.test"), "home.elsewhere.test");
            assertThat(given.reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
            assertThat(given.detail())
                    .contains("does not serve the zone elsewhere.test")
                    .contains("[NOTAUTH]");

            Outcome.Failed sought = failure(with(KEY), "home.elsewhere.test");
            assertThat(sought.reason()).isEqualTo(FailureReason.ZONE_NOT_SERVED);
            assertThat(sought.detail()).contains("serves no zone that holds home.elsewhere.test");
        }

        @Test
        void aServerThatIsDownIsToldApartAtOnceAndServesAgainAfterwards() throws InterruptedException {
            Rfc2136Updater updater = with(KEY).zone("example.test").build();
            Update update = update("down.example.test", Goal.publish("192.0.2.8"), Goal.keep());
            server.stop();
            try {
                Outcome.Failed failed = (Outcome.Failed) updater.update(update).ipv4();
                assertThat(failed.reason()).isEqualTo(FailureReason.UNREACHABLE);
                assertThat(failed.detail()).startsWith("nothing listens at " + server.address());
            } finally {
                server.restart();
            }
            assertThat(server.data("down.example.test", "A")).isEmpty();
            assertSucceeds(updater, update);
            assertThat(server.data("down.example.test", "A")).containsExactly("192.0.2.8");
        }

        @Test
        void theObserverTellsPresentAbsentAndUnknownApart() throws InterruptedException {
            assertSucceeds(with(KEY).build(), update("seen.example.test", Goal.publish("192.0.2.9"), Goal.remove()));
            try (AuthoritativeObserver observer = AuthoritativeObserver.at(server.address())) {
                ObservedRecords seen = observer.observe(Hostname.of("seen.example.test"));
                assertThat(seen.ipv4())
                        .isInstanceOfSatisfying(
                                Observation.Found.class,
                                found -> assertThat(found.addresses()).containsExactly(IpLiteral.parse("192.0.2.9")));
                assertThat(seen.ipv6()).isInstanceOf(Observation.Absent.class);
                assertThat(observer.observe(Hostname.of("nothing.example.test")).ipv4())
                        .isInstanceOf(Observation.Absent.class);
                assertThat(observer.observe(Hostname.of("home.elsewhere.test")).ipv4())
                        .isInstanceOf(Observation.Unknown.class);
                assertThat(observer.observe(Hostname.of("alias.example.test")).ipv6())
                        .isInstanceOf(Observation.Unknown.class);
            }
        }

        Rfc2136Updater.Builder with(TsigKey key) {
            return Rfc2136Updater.builder().server(server.address()).tsig(key);
        }

        /** Tries to publish both families, which must fail, to be tried again with backoff, and change nothing. */
        Outcome.Failed failure(Rfc2136Updater.Builder builder, String host) throws InterruptedException {
            List<String> before = server.data(host, "A");
            UpdateReport report =
                    builder.build().update(update(host, Goal.publish("198.51.100.66"), Goal.publish("2001:db8::bad")));
            assertThat(report.ipv4()).isInstanceOf(Outcome.Failed.class).isEqualTo(report.ipv6());
            assertThat(server.data(host, "A")).isEqualTo(before);
            Outcome.Failed failed = (Outcome.Failed) report.ipv4();
            assertThat(failed.retry()).isEqualTo(Retry.backoff());
            return failed;
        }

        private String dig(String name, String type) {
            return Tool.run(
                            "dig",
                            "@127.0.0.1",
                            "-p",
                            Integer.toString(server.port()),
                            "+noall",
                            "+answer",
                            "+tcp",
                            name,
                            type)
                    .stdout()
                    .replaceAll("[ \\t]+", " ");
        }
    }

    private static Update update(String host, Goal ipv4, Goal ipv6) {
        return Update.of(Hostname.of(host), ipv4, ipv6);
    }

    private static void assertSucceeds(Rfc2136Updater updater, Update update) throws InterruptedException {
        UpdateReport report = updater.update(update);
        assertThat(report).isEqualTo(UpdateReport.published(update));
    }
}

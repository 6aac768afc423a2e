package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What needs no server. */
final class Rfc2136UpdaterTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");

    @Test
    void saysWhomItTalksToAndAsWhom() {
        Rfc2136Updater signed = builder().zone("Example.org.").tsig(KEY).build();
        assertThat(signed.identity().target()).isEqualTo("rfc2136:ns1.example.org:53/example.org");
        assertThat(signed.identity().account()).isEqualTo("ddns-key. hmac-sha256");
        assertThat(signed.identity().secrets()).containsExactly(KEY.secret());
        assertThat(builder().build().identity().target()).isEqualTo("rfc2136:ns1.example.org:53/*");
        assertThat(builder().build().identity().secrets()).isEmpty();
        assertThat(signed.capabilities()).isEqualTo(Capabilities.standard().withBatchSize(10_000));
        signed.close();
    }

    @Test
    void refusesToBeToldTwice() {
        assertRefused(builder -> builder.zone("a.test").zone("b.test"), "the zone is given twice");
        assertRefused(builder -> builder.tsig(KEY).tsig(KEY), "the key is given twice");
        assertRefused(
                builder -> builder.ttl(Duration.ofSeconds(1)).ttl(Duration.ofSeconds(2)), "the TTL is given twice");
        assertRefused(
                builder -> builder.timeout(Duration.ofSeconds(1)).timeout(Duration.ofSeconds(2)),
                "the timeout is given twice");
        assertRefused(builder -> builder.clock(Clock.systemUTC()).clock(Clock.systemUTC()), "the clock is given twice");
        assertRefused(builder -> builder.reverse().reverse(), "the reverse zone is given twice");
        assertRefused(
                builder -> builder.ownership(Ownership.overwrite()).ownership(Ownership.overwrite()),
                "the ownership is given twice");
    }

    @Test
    void refusesWhatCannotBeRight() {
        assertRefused(builder -> builder.zone("*.example.org"), "write the zone that holds it");
        assertRefused(builder -> builder.ttl(Duration.ofSeconds(-1)), "a TTL is 0 to 2147483647 whole seconds");
        assertRefused(builder -> builder.ttl(Duration.ofMillis(1500)), "a TTL is 0 to 2147483647 whole seconds");
        assertRefused(builder -> builder.timeout(Duration.ZERO), "a timeout is more than 0 and at most 1 h");
        assertRefused(builder -> builder.timeout(Duration.ofDays(1)), "a timeout is more than 0 and at most 1 h");
        assertRefused(
                builder -> builder.tsig(TsigKey.of("k", TsigAlgorithm.HMAC_SHA1, Secret.of("no base 64!"))),
                "the secret of the key k. is not Base64 alone");
        assertRefused(
                builder -> builder.tsig(TsigKey.of("k", TsigAlgorithm.HMAC_SHA1, Secret.fromEnv("DDNSKIT_NOT_SET"))),
                "the secret of the key k. cannot be read: Secret[environment variable DDNSKIT_NOT_SET, masked]");
    }

    @Test
    void aHostOutsideTheZoneFailsForGoodAndNothingIsSent() throws InterruptedException {
        try (ScriptedServer server = silent()) {
            Outcome.Failed failed = failure(
                    Rfc2136Updater.builder().server(server.address()).zone("example.org"),
                    update("home.notexample.org", RecordOptions.defaults()));
            assertThat(failed.reason()).isEqualTo(FailureReason.UNKNOWN_HOST);
            assertThat(failed.retry()).isEqualTo(Retry.never());
            assertThat(failed.detail()).startsWith("home.notexample.org does not lie in the zone example.org");
            assertThat(server.datagrams()).isEmpty();
        }
    }

    @Test
    void aWildcardBelowAWildcardFailsForGoodAndNothingIsSent() throws InterruptedException {
        try (ScriptedServer server = silent()) {
            Outcome.Failed failed = failure(
                    Rfc2136Updater.builder().server(server.address()).zone("example.org"),
                    update("*.example.org", RecordOptions.defaults().withWildcard(true)));
            assertThat(failed.reason()).isEqualTo(FailureReason.UNSUPPORTED);
            assertThat(failed.retry()).isEqualTo(Retry.never());
            assertThat(server.datagrams()).isEmpty();
        }
    }

    @Test
    void nothingIsSentWhereEverythingIsKept() throws InterruptedException {
        try (ScriptedServer server = silent()) {
            Update update = Update.of(Hostname.of("home.example.org"), Goal.keep(), Goal.keep());
            UpdateReport report =
                    Rfc2136Updater.builder().server(server.address()).build().update(update);
            assertThat(report).isEqualTo(new UpdateReport(Outcome.kept(), Outcome.kept()));
            assertThat(server.datagrams()).isEmpty();
        }
    }

    @Test
    void aSecretThatIsGoneWhenItIsNeededIsReported() throws InterruptedException {
        AtomicReference<String> vault = new AtomicReference<>(KEY.secret().reveal());
        TsigKey key = TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, Secret.from(vault::get));
        Rfc2136Updater.Builder builder = builder("127.0.0.1").tsig(key).zone("example.org");
        Rfc2136Updater updater = builder.build();
        vault.set("");
        Outcome outcome = updater.update(update("home.example.org", RecordOptions.defaults()))
                .ipv4();
        assertThat(outcome)
                .isEqualTo(Outcome.failed(
                        FailureReason.BAD_CREDENTIALS,
                        Retry.backoff(),
                        "the secret of the key k. cannot be read: Secret[supplier, masked]"));
    }

    @Test
    void theCatalogueMakesItFromSettings() {
        UpdaterFactory factory = Catalog.load().updater("rfc2136").orElseThrow();
        assertThat(factory.descriptor().fields())
                .extracting(Field::name)
                .containsExactly(
                        "server",
                        "otherServers",
                        "resolvers",
                        "zone",
                        "ttl",
                        "transport",
                        "tls",
                        "from",
                        "key",
                        "sig0Key",
                        "kerberos",
                        "followServerClock",
                        "timeout",
                        "owner",
                        "onlyIfUnchanged",
                        "reverse",
                        "lease");
        try (DnsUpdater updater = factory.create(Settings.of(Map.of(
                "server",
                "127.0.0.1:5353",
                "zone",
                "example.test",
                "ttl",
                30L,
                "timeout",
                Duration.ofSeconds(3),
                "reverse",
                true,
                "lease",
                Duration.ofHours(1),
                "owner",
                Settings.of(Map.of("id", "nas-4711", "mode", "take-over", "mark", "txt")),
                "key",
                Settings.of(Map.of("name", "ddns-key.", "secret", KEY.secret())))))) {
            assertThat(updater.identity().target()).isEqualTo("rfc2136:127.0.0.1:5353/example.test");
            assertThat(updater.identity().account()).isEqualTo("ddns-key. hmac-sha256");
        }
        assertThat(factory.create(Settings.of(Map.of("server", "[::1]")))
                        .identity()
                        .target())
                .isEqualTo("rfc2136:[::1]:53/*");
        assertThatThrownBy(() -> factory.create(Settings.of(Map.of("server", "ns1", "ttl", -1L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a TTL is");
        Settings owner = Settings.of(Map.of("id", "nas-4711"));
        assertThatThrownBy(() ->
                        factory.create(Settings.of(Map.of("server", "ns1", "owner", owner, "onlyIfUnchanged", true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not both");
    }

    private static ScriptedServer silent() {
        return ScriptedServer.udp((datagram, earlier) -> {});
    }

    private static Outcome.Failed failure(Rfc2136Updater.Builder builder, Update update) throws InterruptedException {
        return (Outcome.Failed) builder.build().update(update).ipv4();
    }

    private static Update update(String host, RecordOptions options) {
        return new Update(Hostname.of(host), Goal.publish("192.0.2.1"), Goal.keep(), options);
    }

    private static Rfc2136Updater.Builder builder() {
        return builder("ns1.example.org");
    }

    private static Rfc2136Updater.Builder builder(String server) {
        return Rfc2136Updater.builder().server(server);
    }

    private static void assertRefused(UnaryOperator<Rfc2136Updater.Builder> change, String message) {
        assertThatThrownBy(() -> change.apply(builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}

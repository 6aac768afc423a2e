package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever goes wrong with replies, {@link Rfc2136Updater} reports a success only if the record is there; each kind of
 * fault strikes every message, so a reply that is believed wrongly would be believed here.
 */
final class UntrueRepliesTest {

    private static final TsigKey KEY =
            TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of("c2VjcmV0LXNlY3JldC1zZWNyZXQ="));

    private static final Duration LONG = Duration.ofSeconds(20);

    /** Faults after which no reply that can be believed has arrived. */
    private static final Map<String, Fault> NOTHING_TO_BELIEVE = Map.ofEntries(
            Map.entry("lost requests", Fault.loseRequest()),
            Map.entry("lost replies", Fault.loseReply()),
            Map.entry("servfail", Fault.servfail()),
            Map.entry("wrong IDs", Fault.wrongId()),
            Map.entry("unsigned", Fault.unsigned()),
            Map.entry("bad MACs", Fault.badMac()),
            Map.entry("replays", Fault.replay()),
            Map.entry("echoes", Fault.echoTsig()),
            Map.entry("bad times", Fault.badTime()),
            Map.entry("garbage", Fault.garbage()),
            Map.entry("closed connections", Fault.close()),
            Map.entry("half-closed connections", Fault.halfClose()),
            Map.entry("stalls", Fault.stallAfter(11)));

    /** Faults that a client should get over. */
    private static final Map<String, Fault> HARMLESS = Map.of(
            "delays", Fault.delay(Duration.ofMillis(20)),
            "duplicates", Fault.duplicate(),
            "truncation", Fault.truncate(),
            "forgeries before the truth", Fault.wrongId().thenTheTruth(),
            "garbage before the truth", Fault.garbage().thenTheTruth(),
            "bad MACs before the truth", Fault.badMac().thenTheTruth());

    @TestFactory
    Stream<DynamicTest> noSuccessIsReportedWhenNoReplyCanBeBelieved() {
        Duration enough = Duration.ofMillis(200); // nothing that could be waited for will come
        return NOTHING_TO_BELIEVE.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    try (FakeAuthoritativeServer server = server()) {
                        publish(server, "192.0.2.1", LONG); // a reply that could be replayed
                        server.fault(Trigger.always(), entry.getValue());

                        assertThat(publish(server, "192.0.2.2", enough)).isInstanceOf(Outcome.Failed.class);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatDoesNoHarmIsGotOver() {
        return HARMLESS.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    try (FakeAuthoritativeServer server = server()) {
                        server.fault(Trigger.always(), entry.getValue());

                        Outcome outcome = publish(server, "192.0.2.2", LONG);

                        assertThat(outcome).isInstanceOf(Outcome.Published.class);
                        assertThat(server.addresses("home.example.test")).containsExactly("192.0.2.2");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> byChanceEveryReportIsTrue() {
        return Stream.of(1L, 2L)
                .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    try (FakeAuthoritativeServer server = server()) {
                        long start = seed;
                        for (Fault fault : NOTHING_TO_BELIEVE.values()) {
                            server.fault(Trigger.always().withProbability(0.06, start++), fault);
                        }
                        for (int i = 1; i <= 8; i++) {
                            String address = "192.0.2." + i;
                            if (!(publish(server, address, Duration.ofMillis(200)) instanceof Outcome.Failed)) {
                                assertThat(server.addresses("home.example.test"))
                                        .containsExactly(address);
                            }
                        }
                    }
                }));
    }

    private static FakeAuthoritativeServer server() {
        return FakeAuthoritativeServer.zone("example.test").key(KEY).start();
    }

    private static Outcome publish(FakeAuthoritativeServer server, String address, Duration timeout)
            throws InterruptedException {
        try (Rfc2136Updater updater = Rfc2136Updater.builder()
                .server(server.server())
                .zone("example.test")
                .tsig(KEY)
                .timeout(timeout)
                .build()) {
            return updater.update(Update.of(Hostname.of("home.example.test"), Goal.publish(address), Goal.keep()))
                    .ipv4();
        }
    }
}

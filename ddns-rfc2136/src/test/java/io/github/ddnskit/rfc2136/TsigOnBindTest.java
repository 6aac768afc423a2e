package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What TSIG leaves to agreement, against BIND: how long a signature is, and what time it is. */
final class TsigOnBindTest {

    private static final TsigKey WHOLE =
            TsigKey.of("whole.key.", TsigAlgorithm.HMAC_SHA256, Secret.of("dGhlIHNlY3JldCBvZiB0aGUga2V5"));
    private static final TsigKey CUT =
            TsigKey.of("cut.key.", TsigAlgorithm.HMAC_SHA256, WHOLE.secret()).truncatedTo(16);
    private static final TsigKey CUT_LESS = TsigKey.of("cut-less.key.", TsigAlgorithm.HMAC_SHA512, WHOLE.secret())
            .truncatedTo(40);
    private static final Duration HOUR = Duration.ofHours(1);

    private static @Nullable PeerServer server;

    @BeforeAll
    static void start() {
        server = Named.start(List.of(PeerZone.STANDARD.get(0)), List.of(WHOLE, CUT, CUT_LESS));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shortSignaturesWorkWhereBothSidesWantThem() throws InterruptedException {
        assertThat(outcome(with(CUT), "cut")).hasToString("published 192.0.2.1");
        assertThat(outcome(with(CUT_LESS), "cut-less")).hasToString("published 192.0.2.1");
    }

    /** BIND answers as it is asked. */
    @Test
    void wholeSignaturesWorkWhereShortOnesWould() throws InterruptedException {
        TsigKey strict = TsigKey.of(CUT.name(), CUT.algorithm(), CUT.secret());
        assertThat(outcome(with(strict), "strict")).hasToString("published 192.0.2.1");
    }

    @Test
    void aShortSignatureOfOursIsRefusedUnlessItIsAgreedOn() throws InterruptedException {
        Outcome.Failed failed = (Outcome.Failed) outcome(with(WHOLE.truncatedTo(16)), "ours");
        assertThat(failed.reason()).isEqualTo(FailureReason.UNSUPPORTED);
        assertThat(failed.detail())
                .contains("the key whole.key. (hmac-sha256-128)")
                .endsWith("[BADTRUNC]");
        assertThat(server().data("ours.example.test", "A")).isEmpty();
    }

    @Test
    void aClockThatIsWrongIsReportedWithTheDifference() throws InterruptedException {
        for (Duration wrong : List.of(HOUR, HOUR.negated())) {
            Rfc2136Updater updater =
                    with(WHOLE).clock(Clock.offset(Clock.systemUTC(), wrong)).build();
            assertThat(updater.clockDifference()).isEmpty();
            Outcome.Failed failed = (Outcome.Failed) outcome(updater, "clock");
            assertThat(failed.reason()).isEqualTo(FailureReason.CLOCK_SKEW);
            assertThat(failed.detail())
                    .contains(wrong.isNegative() ? "s behind" : "s ahead")
                    .endsWith("[BADTIME]");
            assertThat(updater.clockDifference().orElseThrow().offset())
                    .isBetween(wrong.negated().minusSeconds(60), wrong.negated().plusSeconds(60));
        }
        assertThat(server().data("clock.example.test", "A")).isEmpty();
    }

    @Test
    void theClockOfTheServerIsFollowedWhenAskedFor() throws InterruptedException {
        Rfc2136Updater updater = with(WHOLE)
                .clock(Clock.offset(Clock.systemUTC(), HOUR.negated()))
                .followServerClock()
                .build();
        assertThat(outcome(updater, "follower")).hasToString("published 192.0.2.1");
        assertThat(updater.clockDifference().orElseThrow().offset()).isGreaterThan(Duration.ofMinutes(59));
        assertThat(outcome(updater, "follower")).hasToString("published 192.0.2.1");
    }

    private static Rfc2136Updater.Builder with(TsigKey key) {
        return Rfc2136Updater.builder()
                .server(server().address())
                .zone("example.test")
                .tsig(key)
                .timeout(Duration.ofSeconds(60));
    }

    private static Outcome outcome(Rfc2136Updater.Builder builder, String label) throws InterruptedException {
        return outcome(builder.build(), label);
    }

    private static Outcome outcome(Rfc2136Updater updater, String label) throws InterruptedException {
        Hostname host = Hostname.of(label + ".example.test");
        return updater.update(Update.of(host, Goal.publish("192.0.2.1"), Goal.keep()))
                .ipv4();
    }

    private static PeerServer server() {
        return Objects.requireNonNull(server);
    }
}

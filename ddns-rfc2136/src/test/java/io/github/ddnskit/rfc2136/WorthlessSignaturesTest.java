package io.github.ddnskit.rfc2136;

import static io.github.ddnskit.rfc2136.ScriptedServer.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.rfc2136.ScriptedServer.Script;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/** Replies that have a signature which proves nothing. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT) // each has a server of its own, and most wait for a deadline
final class WorthlessSignaturesTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Update UPDATE =
            Update.of(Hostname.of("home.example.test"), Goal.publish("192.0.2.1"), Goal.keep());

    /** Windows does so. */
    @Test
    void aRefusalWithOurOwnSignatureIsNotSigned() throws InterruptedException {
        Outcome.Failed refused =
                failure((datagram, earlier) -> datagram.answer(echo(datagram.query(), Rcode.REFUSED)), LONG);
        assertThat(refused.reason()).isEqualTo(FailureReason.REFUSED);
        assertThat(refused.detail())
                .contains("[REFUSED]; the reply was not signed, so that it may have come from anybody");
    }

    @Test
    void aSuccessWithOurOwnSignatureIsNone() throws InterruptedException {
        Outcome.Failed failed =
                failure((datagram, earlier) -> datagram.answer(echo(datagram.query(), Rcode.NOERROR)), SHORT);
        assertThat(failed.reason()).isEqualTo(FailureReason.UNVERIFIED_REPLY);
        assertThat(failed.detail()).contains("was not signed, although the request was");
    }

    @Test
    void whatFollowsASignatureMakesItWorthless() throws InterruptedException {
        Outcome.Failed failed = failure(
                (datagram, earlier) -> {
                    byte[] genuine = signed(KEY, datagram.query(), Rcode.NOERROR);
                    datagram.answer(Arrays.copyOf(genuine, genuine.length + 1));
                },
                SHORT);
        assertThat(failed.reason()).isEqualTo(FailureReason.UNVERIFIED_REPLY);
        assertThat(failed.detail()).contains("altered on the way");
    }

    @Test
    void aClockIsFollowedOnlyWhenTheServerHasSignedItsTime() throws InterruptedException {
        Clock early = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        try (ScriptedServer server =
                ScriptedServer.udp((datagram, earlier) -> datagram.answer(badTime(datagram.query())))) {
            Rfc2136Updater updater =
                    builder(server, LONG).clock(early).followServerClock().build();
            Outcome.Failed failed = (Outcome.Failed) updater.update(UPDATE).ipv4();
            assertThat(failed.reason()).isEqualTo(FailureReason.CLOCK_SKEW);
            assertThat(failed.detail()).contains("s behind").contains("the reply was not signed");
            assertThat(updater.clockDifference()).isEmpty();
            assertThat(server.datagrams()).hasSize(1);
        }
    }

    private static Outcome.Failed failure(Script script, Duration timeout) throws InterruptedException {
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            return (Outcome.Failed)
                    builder(server, timeout).build().update(UPDATE).ipv4();
        }
    }

    private static Rfc2136Updater.Builder builder(ScriptedServer server, Duration timeout) {
        return Rfc2136Updater.builder()
                .server(server.address())
                .zone("example.test")
                .tsig(KEY)
                .timeout(timeout);
    }

    /** The request itself, as a reply. */
    private static byte[] echo(Message query, int rcode) {
        Message reply = query.clone();
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setRcode(rcode);
        return reply.toWire();
    }

    /** An error that tells the time, as anybody could make it. */
    private static byte[] badTime(Message query) {
        Message reply = ScriptedServer.reply(query, Rcode.NOTAUTH);
        TSIGRecord request = query.getTSIG();
        byte[] now = ByteBuffer.allocate(6)
                .putShort((short) 0)
                .putInt((int) Instant.now().getEpochSecond())
                .array();
        reply.addRecord(
                new TSIGRecord(
                        request.getName(),
                        DClass.ANY,
                        0,
                        request.getAlgorithm(),
                        request.getTimeSigned(),
                        Duration.ofMinutes(5),
                        new byte[0],
                        query.getHeader().getID(),
                        Rcode.BADTIME,
                        now),
                Section.ADDITIONAL);
        return reply.toWire();
    }
}

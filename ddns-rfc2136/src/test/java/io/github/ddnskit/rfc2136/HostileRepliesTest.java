package io.github.ddnskit.rfc2136;

import static io.github.ddnskit.rfc2136.ScriptedServer.framed;
import static io.github.ddnskit.rfc2136.ScriptedServer.reply;
import static io.github.ddnskit.rfc2136.ScriptedServer.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.ScriptedServer.Datagram;
import io.github.ddnskit.rfc2136.ScriptedServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/** What anybody on the way could send, and what the updater makes of it. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT) // each has a server of its own, and most wait for a deadline
final class HostileRepliesTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
    private static final TsigKey OTHER = TsigKey.of("ddns-key", KEY.algorithm(), Secret.of("YW5vdGhlciBzZWNyZXQ="));
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Update UPDATE =
            Update.of(Hostname.of("home.example.test"), Goal.publish("192.0.2.1"), Goal.keep());

    @Test
    void theGenuineReplyWinsWhateverCameBefore() throws InterruptedException {
        Script script = (datagram, earlier) -> {
            Message query = datagram.query();
            byte[] genuine = signed(KEY, query, Rcode.NOERROR);
            datagram.answer(new byte[0]);
            datagram.answer(new byte[] {1, 2, 3});
            datagram.answer("HTTP/1.1 200 OK".getBytes(StandardCharsets.US_ASCII));
            datagram.answer(withId(genuine, query.getHeader().getID() + 1));
            datagram.answer(query.toWire());
            datagram.answer(reply(query, Rcode.NOERROR).toWire());
            datagram.answer(signed(OTHER, query, Rcode.NOERROR));
            datagram.answer(withRcode(genuine, Rcode.REFUSED));
            datagram.answer(Arrays.copyOf(genuine, genuine.length - 1));
            datagram.answer(rejected(query, Rcode.BADKEY));
            datagram.answer(genuine);
        };
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            assertThat(update(server, LONG)).isEqualTo(UpdateReport.published(UPDATE));
            assertThat(server.datagrams()).hasSize(1);
        }
    }

    @Test
    void aSuccessThatIsNotSignedIsNone() throws InterruptedException {
        assertFails(
                (datagram, earlier) ->
                        datagram.answer(reply(datagram.query(), Rcode.NOERROR).toWire()),
                SHORT,
                FailureReason.UNVERIFIED_REPLY,
                "was not signed, although the request was, so nobody can tell whether home.example.test was updated");
    }

    @Test
    void aServerThatAnswersWithAnotherKeyIsNotBelieved() throws InterruptedException {
        assertFails(
                (datagram, earlier) -> datagram.answer(signed(OTHER, datagram.query(), Rcode.NOERROR)),
                SHORT,
                FailureReason.UNVERIFIED_REPLY,
                "was signed with another key than the key ddns-key. (hmac-sha256), or altered on the way");
    }

    @Test
    void aRefusalTurnedIntoASuccessOnTheWayIsNotBelieved() throws InterruptedException {
        assertFails(
                (datagram, earlier) ->
                        datagram.answer(withRcode(signed(KEY, datagram.query(), Rcode.REFUSED), Rcode.NOERROR)),
                SHORT,
                FailureReason.UNVERIFIED_REPLY,
                "altered on the way");
    }

    @Test
    void aReplyToAnEarlierUpdateIsNotBelievedAgain() throws InterruptedException {
        Script script = (datagram, earlier) -> {
            Message first =
                    earlier.isEmpty() ? datagram.query() : earlier.get(0).query();
            byte[] genuine = signed(KEY, first, Rcode.NOERROR);
            datagram.answer(withId(genuine, datagram.query().getHeader().getID()));
        };
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            assertThat(update(server, LONG)).isEqualTo(UpdateReport.published(UPDATE));
            Outcome replayed = update(server, SHORT).ipv4();
            assertThat(replayed)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(FailureReason.UNVERIFIED_REPLY));
        }
    }

    @Test
    void aReplySignedAtAnotherTimeIsAMatterOfClocks() throws InterruptedException {
        Clock early = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        try (ScriptedServer server = ScriptedServer.udp(
                (datagram, earlier) -> datagram.answer(signed(KEY, datagram.query(), Rcode.NOERROR)))) {
            Outcome.Failed failed = (Outcome.Failed)
                    builder(server, LONG).clock(early).build().update(UPDATE).ipv4();
            assertThat(failed.reason()).isEqualTo(FailureReason.CLOCK_SKEW);
            assertThat(failed.detail()).containsPattern("ours is 3(599|600|601) s behind");
        }
    }

    @Test
    void aRejectedSignatureEndsTheWaitSoonButMayBeForged() throws InterruptedException {
        assertFails(
                (datagram, earlier) -> datagram.answer(rejected(datagram.query(), Rcode.BADSIG)),
                LONG,
                FailureReason.BAD_CREDENTIALS,
                "with another secret: copy the secret anew [BADSIG]; the reply was not signed");
        assertFails(
                (datagram, earlier) -> datagram.answer(rejected(datagram.query(), Rcode.BADKEY)),
                LONG,
                FailureReason.UNKNOWN_CREDENTIALS,
                "[BADKEY]; the reply was not signed");
        assertFails(
                (datagram, earlier) -> datagram.answer(rejected(datagram.query(), Rcode.BADTIME)),
                LONG,
                FailureReason.CLOCK_SKEW,
                "do not agree on the time");
    }

    @Test
    void aRefusalThatIsNotSignedEndsTheWaitSoonButMayBeForged() throws InterruptedException {
        assertFails(
                (datagram, earlier) ->
                        datagram.answer(reply(datagram.query(), Rcode.REFUSED).toWire()),
                LONG,
                FailureReason.REFUSED,
                "[REFUSED]; the reply was not signed, so that it may have come from anybody");
    }

    @Test
    void aLostDatagramIsSentAgainWithAnotherIdSignatureAndPort() throws InterruptedException {
        Script script = (datagram, earlier) -> {
            if (!earlier.isEmpty()) {
                datagram.answer(signed(KEY, datagram.query(), Rcode.NOERROR));
            }
        };
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            assertThat(update(server, LONG)).isEqualTo(UpdateReport.published(UPDATE));
            List<Datagram> sent = server.datagrams();
            assertThat(sent).hasSize(2);
            assertThat(sent).extracting(Datagram::from).doesNotHaveDuplicates();
            assertThat(sent)
                    .extracting(datagram -> datagram.query().getTSIG().getSignature())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aLateReplyToAnEarlierTransmissionCounts() throws InterruptedException {
        Script script = (datagram, earlier) -> {
            if (!earlier.isEmpty()) {
                earlier.get(0).answer(signed(KEY, earlier.get(0).query(), Rcode.NOERROR));
            }
        };
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            assertThat(update(server, LONG)).isEqualTo(UpdateReport.published(UPDATE));
        }
    }

    @Test
    void aTruncatedReplyIsAskedForAgainOverTcp() throws InterruptedException {
        try (ScriptedServer server =
                new ScriptedServer(HostileRepliesTest::truncate, query -> framed(signed(KEY, query, Rcode.NOERROR)))) {
            assertThat(update(server, LONG)).isEqualTo(UpdateReport.published(UPDATE));
            assertThat(server.streamed()).hasSize(1);
        }
    }

    @Test
    void whatMayNotFitIntoADatagramGoesOverTcpFromTheStart() throws InterruptedException {
        String[] addresses =
                IntStream.range(1, 100).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
        Update big = Update.of(UPDATE.host(), Goal.publish(addresses), Goal.keep());
        try (ScriptedServer server =
                new ScriptedServer(HostileRepliesTest::truncate, query -> framed(signed(KEY, query, Rcode.NOERROR)))) {
            assertThat(builder(server, LONG).build().update(big)).isEqualTo(UpdateReport.published(big));
            assertThat(server.datagrams()).isEmpty();
            assertThat(server.streamed()).hasSize(1);
        }
    }

    @Test
    void overTcpNothingButTheGenuineReplyCounts() throws InterruptedException {
        assertFailsOverTcp(
                query -> framed(reply(query, Rcode.NOERROR).toWire()),
                FailureReason.UNVERIFIED_REPLY,
                "was not signed");
        assertFailsOverTcp(
                query -> framed(signed(OTHER, query, Rcode.NOERROR)),
                FailureReason.UNVERIFIED_REPLY,
                "signed with another key");
        assertFailsOverTcp(
                query -> framed(reply(query, Rcode.NOTAUTH).toWire()), FailureReason.ZONE_NOT_SERVED, "not signed");
        assertFailsOverTcp(
                query -> framed(new byte[] {1, 2, 3}), FailureReason.BAD_REPLY, "sent something that is not a reply");
        assertFailsOverTcp(query -> new byte[] {0}, FailureReason.UNREACHABLE, "closed the connection");
        assertFailsOverTcp(query -> new byte[] {0, 99, 1}, FailureReason.UNREACHABLE, "closed the connection");
        assertFailsOverTcp(query -> null, FailureReason.UNREACHABLE, "closed the connection");
    }

    @Test
    void silenceIsUnreachable() throws InterruptedException {
        assertFails(
                (datagram, earlier) -> {},
                Duration.ofMillis(1500),
                FailureReason.UNREACHABLE,
                "did not answer within 1500 ms: check its address");
    }

    @Test
    void aServerNameThatDoesNotResolveIsUnreachable() throws InterruptedException {
        Outcome.Failed failed = (Outcome.Failed) Rfc2136Updater.builder()
                .server("ns1.does-not-exist.invalid")
                .zone("example.test")
                .timeout(Duration.ofSeconds(20))
                .build()
                .update(UPDATE)
                .ipv4();
        assertThat(failed.reason()).isEqualTo(FailureReason.UNREACHABLE);
        assertThat(failed.detail()).contains("ns1.does-not-exist.invalid, does not resolve");
        assertThat(failed.retry()).isEqualTo(Retry.backoff());
    }

    @Test
    void anInterruptEndsTheWaitAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.udp((datagram, earlier) -> arrived.countDown())) {
            assertInterruptible(server, arrived);
        }
    }

    @Test
    void anInterruptEndsTheWaitOverTcpToo() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(HostileRepliesTest::truncate, query -> {
            arrived.countDown();
            awaitQuietly(over);
            return null;
        })) {
            assertInterruptible(server, arrived);
        } finally {
            over.countDown();
        }
    }

    private static void assertInterruptible(ScriptedServer server, CountDownLatch arrived) throws Exception {
        Rfc2136Updater updater = builder(server, LONG).build();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                updater.update(UPDATE);
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(!Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        arrived.await();
        thread.interrupt();
        assertThat(interrupted.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertFails(Script script, Duration timeout, FailureReason reason, String sentence)
            throws InterruptedException {
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            assertFailed(server, timeout, reason, sentence);
        }
    }

    private static void assertFailsOverTcp(ScriptedServer.StreamScript script, FailureReason reason, String sentence)
            throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer(HostileRepliesTest::truncate, script)) {
            assertFailed(server, LONG, reason, sentence);
        }
    }

    private static void assertFailed(ScriptedServer server, Duration timeout, FailureReason reason, String sentence)
            throws InterruptedException {
        long start = System.nanoTime();
        UpdateReport report = update(server, timeout);
        assertThat(report.ipv4()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.retry()).isEqualTo(Retry.backoff());
            assertThat(failed.detail()).contains(sentence).contains(server.address());
        });
        assertThat(report.ipv6()).isEqualTo(Outcome.kept());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
    }

    private static void truncate(Datagram datagram, List<Datagram> earlier) throws IOException {
        Message reply = reply(datagram.query(), Rcode.NOERROR);
        reply.getHeader().setFlag(Flags.TC);
        datagram.answer(reply.toWire());
    }

    private static UpdateReport update(ScriptedServer server, Duration timeout) throws InterruptedException {
        return builder(server, timeout).build().update(UPDATE);
    }

    private static Rfc2136Updater.Builder builder(ScriptedServer server, Duration timeout) {
        return Rfc2136Updater.builder()
                .server(server.address())
                .zone("example.test")
                .tsig(KEY)
                .timeout(timeout);
    }

    private static byte[] withId(byte[] wire, int id) {
        byte[] copy = wire.clone();
        copy[0] = (byte) (id >> 8);
        copy[1] = (byte) id;
        return copy;
    }

    private static byte[] withRcode(byte[] wire, int rcode) {
        byte[] copy = wire.clone();
        copy[3] = (byte) ((copy[3] & 0xf0) | rcode);
        return copy;
    }

    /** What servers send when they do not accept a signature: NOTAUTH and a TSIG record without a MAC. */
    private static byte[] rejected(Message query, int error) {
        Message reply = reply(query, Rcode.NOTAUTH);
        TSIGRecord request = query.getTSIG();
        Name name = request.getName();
        reply.addRecord(
                new TSIGRecord(
                        name,
                        DClass.ANY,
                        0,
                        request.getAlgorithm(),
                        Instant.now(),
                        Duration.ofMinutes(5),
                        new byte[0],
                        query.getHeader().getID(),
                        error,
                        new byte[0]),
                Section.ADDITIONAL);
        return reply.toWire();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

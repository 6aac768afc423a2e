package io.github.ddnskit.rfc2136.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.StreamPeer.Link;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** One connection for many requests, and what a server or anybody on the way can do to it. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class StreamTransportTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");

    @Test
    void oneThreadHasManyRequestsUnderWayAndTakesRepliesInAnyOrder() throws Exception {
        int many = 10_000; // replies of many times what is read at once
        try (StreamPeer peer = StreamPeer.plain(link -> {
                    List<Message> queries = new ArrayList<>();
                    while (queries.size() < many) {
                        queries.add(link.receive());
                    }
                    Collections.reverse(queries);
                    for (Message query : queries) {
                        link.reply(query);
                    }
                    link.hold();
                });
                StreamTransport transport = transport(peer)) {
            List<CompletableFuture<Message>> replies = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                replies.add(transport.send(question("host-" + i), Deadline.after(LONG)));
            }
            for (int i = 0; i < many; i++) {
                assertThat(replies.get(i).get().getQuestion().getName()).hasToString("host-" + i + ".test.");
            }
            assertThat(transport.connections()).isEqualTo(1);
            assertThat(peer.links().get(0).received())
                    .extracting(query -> query.getHeader().getID())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void manyThreadsShareTheConnection() throws Exception {
        try (StreamPeer peer = StreamPeer.plain(Link::replyToAll);
                StreamTransport transport = transport(peer)) {
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "thread-" + i;
                threads.add(CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 50; n++) {
                        assertThat(ask(transport, name + "-" + n, LONG)
                                        .getQuestion()
                                        .getName())
                                .hasToString(name + "-" + n + ".test.");
                    }
                }));
            }
            CompletableFuture.allOf(threads.toArray(new CompletableFuture<?>[0]))
                    .get();
            assertThat(peer.links()).hasSize(1);
        }
    }

    @Test
    void whatMeetsTheEndOfAnIdleConnectionGoesOutAgainAsAFreshTransmission() throws Exception {
        StreamPeer.Script closesAtTheSecond = link -> {
            link.reply(link.receive());
            link.receive();
        };
        try (StreamPeer peer = StreamPeer.plain(closesAtTheSecond, Link::replyToAll);
                StreamTransport transport = transport(peer)) {
            ask(transport, "first", LONG);
            assertThat(ask(transport, "second", LONG).getQuestion().getName()).hasToString("second.test.");
            Message lost = peer.links().get(0).received().get(1);
            Message again = peer.links().get(1).received().get(0);
            assertThat(again.getQuestion()).isEqualTo(lost.getQuestion());
            assertThat(again.getHeader().getID()).isNotEqualTo(lost.getHeader().getID());
        }
    }

    @Test
    void whatMayHaveBeenAnsweredGoesOutOnlyOnce() throws Exception {
        for (int octets = 1; octets < 6; octets++) {
            int some = octets;
            StreamPeer.Script breaksWithinTheSecondReply = link -> {
                link.reply(link.receive());
                byte[] reply =
                        StreamPeer.framed(StreamPeer.reply(link.receive()).toWire());
                link.send(Arrays.copyOf(reply, some));
            };
            try (StreamPeer peer = StreamPeer.plain(breaksWithinTheSecondReply, Link::replyToAll);
                    StreamTransport transport = transport(peer)) {
                ask(transport, "first", LONG);
                assertThat(failure(transport, LONG)).isInstanceOf(EOFException.class);
                assertThat(peer.links()).hasSize(1);
            }
        }
    }

    @Test
    void aServerThatNeverAnswersIsNotAskedAgain() throws Exception {
        try (StreamPeer peer = StreamPeer.plain(Link::receive);
                StreamTransport transport = transport(peer)) {
            assertThat(failure(transport, LONG)).isInstanceOf(EOFException.class);
            assertThat(peer.links()).hasSize(1);
        }
    }

    @Test
    void aServerThatClosesAgainAndAgainIsGivenUp() throws Exception {
        StreamPeer.Script once = link -> {
            link.reply(link.receive());
            link.receive();
        };
        try (StreamPeer peer = StreamPeer.plain(once, Link::receive);
                StreamTransport transport = transport(peer)) {
            ask(transport, "first", LONG);
            assertThat(failure(transport, LONG)).isInstanceOf(EOFException.class);
            assertThat(peer.links()).hasSize(2);
        }
    }

    @Test
    void aResetAtAnyOctetIsAFailureAtOnce() throws Exception {
        int length = StreamPeer.framed(StreamPeer.reply(
                                new Message(question("host").transmission().wire()))
                        .toWire())
                .length;
        for (int i = 0; i < length; i++) {
            int octets = i;
            try (StreamPeer peer = StreamPeer.plain(link -> {
                        byte[] reply = StreamPeer.framed(
                                StreamPeer.reply(link.receive()).toWire());
                        link.send(Arrays.copyOf(reply, octets));
                        link.reset();
                    });
                    StreamTransport transport = transport(peer)) {
                assertThat(failure(transport, LONG)).isInstanceOf(IOException.class);
                assertThat(peer.links()).hasSize(1);
            }
        }
    }

    @Test
    void oneReplyThatNeverEndsHoldsNobodyBeyondTheDeadline() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (StreamPeer peer = StreamPeer.plain(link -> {
                    byte[] reply =
                            StreamPeer.framed(StreamPeer.reply(link.receive()).toWire());
                    for (int i = 0; i < reply.length - 1; i++) {
                        link.send(reply[i]);
                        awaitShortly(over);
                    }
                });
                StreamTransport transport = transport(peer)) {
            CompletableFuture<Message> sent = transport.send(question("sent"), Deadline.after(SHORT));
            assertThat(failure(transport, SHORT)).isInstanceOf(NoReplyException.class);
            assertThatThrownBy(() -> sent.get(120, TimeUnit.SECONDS)).hasCauseInstanceOf(NoReplyException.class);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aServerThatFellSilentGetsAnotherConnection() throws Exception {
        StreamPeer.Script silentAfterOne = link -> {
            link.reply(link.receive());
            link.hold();
        };
        try (StreamPeer peer = StreamPeer.plain(silentAfterOne, Link::replyToAll);
                StreamTransport transport = transport(peer)) {
            ask(transport, "first", LONG);
            CompletableFuture<Message> lost = transport.send(question("second"), Deadline.after(SHORT));
            assertThatThrownBy(lost::get).hasCauseInstanceOf(NoReplyException.class);
            ask(transport, "third", LONG);
            assertThat(peer.links()).hasSize(2);
        }
    }

    @Test
    void theGenuineReplyWinsWhateverCameBefore() throws Exception {
        StreamPeer.Script script = link -> {
            Message query = link.receive();
            byte[] genuine = signed(query);
            byte[] wrongId = genuine.clone();
            wrongId[0] ^= 1;
            byte[] altered = genuine.clone();
            altered[3] = 5;
            link.send(StreamPeer.framed(wrongId));
            link.send(StreamPeer.framed("HTTP/1.1 200 OK".getBytes(StandardCharsets.US_ASCII)));
            link.send(StreamPeer.framed(altered));
            link.send(StreamPeer.framed(StreamPeer.reply(query).toWire()));
            link.send(StreamPeer.framed(Arrays.copyOf(genuine, genuine.length - 1)));
            link.send(StreamPeer.framed(genuine));
            link.hold();
        };
        try (StreamPeer peer = StreamPeer.plain(script);
                StreamTransport transport = transport(peer)) {
            SignedTransport signed = new SignedTransport(transport, KEY, Clock.systemUTC());
            assertThat(signed.send(question("host"), Deadline.after(LONG)).get().getTSIG())
                    .isNotNull();
            assertThat(transport.ignored()).isEqualTo(5);
        }
    }

    @Test
    void anUnsignedSuccessIsNoneAndASignedRequestSaysWhy() throws Exception {
        try (StreamPeer peer = StreamPeer.plain(Link::replyToAll);
                StreamTransport transport = transport(peer)) {
            SignedTransport signed = new SignedTransport(transport, KEY, Clock.systemUTC());
            assertThatThrownBy(() -> signed.send(question("host"), Deadline.after(Duration.ofSeconds(5)))
                            .get())
                    .hasCauseInstanceOf(UnverifiedReplyException.class);
        }
    }

    @Test
    void whatIsNoMessageEndsTheConnectionForAll() throws Exception {
        try (StreamPeer peer = StreamPeer.plain(link -> {
                    link.receive();
                    link.receive();
                    link.send((byte) 0, (byte) 3, (byte) 1, (byte) 2, (byte) 3);
                    link.hold();
                });
                StreamTransport transport = transport(peer)) {
            CompletableFuture<Message> one = transport.send(question("one"), Deadline.after(LONG));
            CompletableFuture<Message> two = transport.send(question("two"), Deadline.after(LONG));
            assertThatThrownBy(one::get).hasCauseInstanceOf(BadReplyException.class);
            assertThatThrownBy(two::get).hasCauseInstanceOf(BadReplyException.class);
        }
    }

    @Test
    void aServerThatReadsNothingHoldsNobodyUp() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamTransport transport =
                        transport(new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort()))) {
            List<CompletableFuture<Message>> all = new ArrayList<>();
            for (int i = 0; i < 30_000; i++) {
                all.add(transport.send(question("a-name-of-some-length-" + i), Deadline.after(SHORT)));
            }
            for (CompletableFuture<Message> each : all) {
                assertThatThrownBy(() -> each.get(120, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            }
        }
    }

    @Test
    void nothingListensAtAll() throws Exception {
        InetSocketAddress gone;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
        try (StreamTransport transport = transport(gone)) {
            assertThat(failure(transport, LONG)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void closingFailsWhatIsUnderWayAndLeavesNoThread() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (StreamPeer peer = StreamPeer.plain(link -> {
            link.receive();
            arrived.countDown();
            link.hold();
        })) {
            StreamTransport transport = transport(peer);
            CompletableFuture<Message> under = transport.send(question("host"), Deadline.after(LONG));
            arrived.await();
            assertThat(threads(peer)).isEqualTo(1);
            transport.close();
            assertThat(threads(peer)).isZero();
            assertThatThrownBy(under::get).hasRootCauseMessage("the connection was closed on this side");
            assertThat(failure(transport, LONG)).hasMessageContaining("closed");
        }
    }

    @Test
    void anIdleConnectionEndsByItselfWithItsThread() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (StreamPeer peer = StreamPeer.plain(link -> {
                    link.reply(link.receive());
                    link.hold();
                    ended.countDown();
                });
                StreamTransport transport = transport(peer)) {
            ask(transport, "host", LONG);
            ended.await();
            while (threads(peer) > 0) {
                Thread.onSpinWait(); // the time limit of the test is the limit
            }
        }
    }

    @Test
    void itGoesFromTheAddressThatIsWanted() throws Exception {
        InetAddress other = InetAddress.getByName("127.0.0.5");
        try (StreamPeer peer = StreamPeer.plain(Link::replyToAll);
                StreamTransport transport =
                        new StreamTransport(new Route(peer.address(), new LocalEnd(other, null), null));
                StreamTransport impossible =
                        new StreamTransport(new Route(peer.address(), new LocalEnd(null, "no-such-interface"), null))) {
            ask(transport, "host", LONG);
            assertThat(peer.links().get(0).socket().getInetAddress()).isEqualTo(other);
            assertThat(failure(impossible, LONG)).hasMessageContaining("no-such-interface has no address");
        }
    }

    private static StreamTransport transport(StreamPeer peer) {
        return transport(peer.address());
    }

    private static StreamTransport transport(InetSocketAddress server) {
        return new StreamTransport(new Route(server, LocalEnd.ANY, null));
    }

    private static Request question(String host) {
        return new PlainRequest(
                Message.newQuery(Record.newRecord(Name.fromConstantString(host + ".test."), Type.A, DClass.IN)));
    }

    private static Message ask(StreamTransport transport, String host, Duration timeout) {
        try {
            return transport.exchange(question(host), Deadline.after(timeout));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Throwable failure(StreamTransport transport, Duration timeout) {
        return catchThrowable(() -> transport.exchange(question("host"), Deadline.after(timeout)));
    }

    private static byte[] signed(Message query) {
        Message reply = StreamPeer.reply(query);
        new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString(KEY.name()), KEY.octets()).apply(reply, query.getTSIG());
        return reply.toWire();
    }

    private static long threads(StreamPeer peer) {
        String name = "ddnskit-dns-";
        String port = ":" + peer.address().getPort();
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(one -> one.startsWith(name) && one.endsWith(port))
                .count();
    }

    private static void awaitShortly(CountDownLatch over) {
        try {
            if (over.await(50, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** What a client sees of the rarer faults, octet by octet. */
final class EffectsTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    private final ManualTime time = ManualTime.create();
    private final FakeAuthoritativeServer server = FakeAuthoritativeServer.zone("example.test")
            .key(TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of(SECRET)))
            .record("www.example.test 300 IN A 192.0.2.1")
            .time(time)
            .start();
    private final DnsClient client = new DnsClient(server);
    private final TSIG tsig = DnsClient.key("ddns-key.", SECRET, time.clock());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void aReplayIsAnEarlierReplyUnderTheNewId() throws IOException {
        byte[] first = askForOctets(update("192.0.2.7"));
        server.failNext(1, Fault.replay());

        Update second = update("192.0.2.8");
        byte[] replayed = askForOctets(second);

        assertThat(Request.id(replayed)).isEqualTo(second.getHeader().getID());
        assertThat(Arrays.copyOfRange(replayed, 2, replayed.length))
                .isEqualTo(Arrays.copyOfRange(first, 2, first.length));
        assertThat(verifyLast(replayed)).isEqualTo(Rcode.BADSIG);
        assertThat(server.addresses("home.example.test")).contains("192.0.2.8");
    }

    @Test
    void aReplayBeforeAnyOtherReplyHasAWrongMac() throws IOException {
        server.failNext(1, Fault.replay());

        assertThat(verifyLast(askForOctets(update("192.0.2.7")))).isEqualTo(Rcode.BADSIG);
    }

    @Test
    void anEchoedTsigIsThatOfTheRequest() throws IOException {
        server.failNext(1, Fault.echoTsig());

        byte[] reply = askForOctets(update("192.0.2.7"));

        TSIGRecord sent = new Message(server.exchanges().get(0).request()).getTSIG();
        assertThat(new Message(reply).getTSIG().getSignature()).isEqualTo(sent.getSignature());
        assertThat(verifyLast(reply)).isEqualTo(Rcode.BADSIG);
    }

    @Test
    void garbageHasTheRightIdAndNothingElse() {
        server.failNext(1, Fault.garbage());
        Message question = DnsClient.query("www.example.test", Type.A);

        byte[] reply = askForOctets(question);

        assertThat(Request.id(reply)).isEqualTo(question.getHeader().getID());
        assertThatThrownBy(() -> new Message(reply)).isInstanceOf(IOException.class);
        assertThat(server.exchanges().get(0).toString()).contains("no DNS message");
    }

    @Test
    void aReorderedReplyComesAfterTheNextOne() {
        server.failNext(1, Fault.reorder());
        Message first = DnsClient.query("www.example.test", Type.A);
        Message second = DnsClient.query("www.example.test", Type.AAAA);

        client.send(first);
        client.send(second);

        assertThat(client.receive().getHeader().getID())
                .isEqualTo(second.getHeader().getID());
        assertThat(client.receive().getHeader().getID())
                .isEqualTo(first.getHeader().getID());
    }

    @Test
    void aReplyIsLateByTheTimeThatTheTestMoves() {
        server.failNext(1, Fault.refused().late(Duration.ofHours(2)));
        Update late = update("192.0.2.7");
        client.send(late);
        assertThat(client.hearsNothing()).isTrue();
        assertThat(time.scheduled()).containsExactly(Duration.ofHours(2));

        time.advance(Duration.ofHours(2));

        Message reply = client.receive();
        assertThat(reply.getHeader().getID()).isEqualTo(late.getHeader().getID());
        assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void aServerThatIsClosedSendsNothingLater() {
        server.failNext(1, Fault.delay(Duration.ofHours(2)));
        client.send(update("192.0.2.7"));
        assertThat(client.hearsNothing()).isTrue();

        server.close();

        assertThat(time.scheduled()).isEmpty();
    }

    @Test
    void aClosedConnectionEndsWithoutAReply() throws IOException {
        server.failNext(1, Fault.close());

        try (Tcp tcp = new Tcp()) {
            tcp.send(update("192.0.2.7"));

            assertThatThrownBy(tcp::receive).isInstanceOf(EOFException.class);
        }
        assertThat(server.addresses("home.example.test")).containsExactly("192.0.2.7");
        assertThat(server.exchanges().get(0).rcode()).isEmpty();
    }

    @Test
    void aHalfClosedConnectionIsReadToItsEnd() throws IOException {
        server.failNext(1, Fault.halfClose());

        try (Tcp tcp = new Tcp()) {
            tcp.send(update("192.0.2.7"));
            assertThatThrownBy(tcp::receive).isInstanceOf(EOFException.class);
            tcp.send(update("192.0.2.8"));
            server.awaitRecord("home.example.test", "A", "192.0.2.8");
        }
    }

    @Test
    void aReplyStallsAfterAsManyOctetsAsAsked() throws IOException {
        server.failNext(1, Fault.stallAfter(5));
        Message question = DnsClient.query("www.example.test", Type.A);

        try (Tcp tcp = new Tcp()) {
            tcp.send(question);

            int announced = tcp.in.readUnsignedShort();
            byte[] start = tcp.in.readNBytes(5);
            assertThat(announced).isGreaterThan(5);
            assertThat(Request.id(start)).isEqualTo(question.getHeader().getID());
            tcp.send(question); // heard, but nothing more is said
            while (server.counts().messages() < 2) {
                Thread.onSpinWait();
            }
            tcp.socket.setSoTimeout(50);
            assertThatThrownBy(() -> tcp.in.read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void overUdpAStallIsADatagramThatIsCutShort() {
        server.failNext(1, Fault.stallAfter(20));

        assertThat(askForOctets(DnsClient.query("www.example.test", Type.A))).hasSize(20);
    }

    @Test
    void overUdpAClosedConnectionIsSilence() {
        server.failNext(2, Fault.close());
        client.send(DnsClient.query("www.example.test", Type.A));
        client.send(DnsClient.query("www.example.test", Type.A));

        assertThat(client.hearsNothing()).isTrue();
    }

    @Test
    void afterNothingNothingCanFollow() {
        assertThatThrownBy(() -> Fault.close().thenTheTruth()).hasMessageContaining("CLOSE");
        assertThatThrownBy(() -> Fault.loseRequest().thenTheTruth()).hasMessageContaining("LOSE_REQUEST");
        assertThatThrownBy(() -> Fault.stallAfter(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Fault.stallAfter(7).late(Duration.ofSeconds(1))).hasToString("STALL after 7 octets, late by PT1S");
    }

    private Update update(String address) {
        Update update = DnsClient.add("example.test", "home.example.test", address);
        update.setTSIG(tsig);
        return update;
    }

    private byte[] askForOctets(Message message) {
        client.send(message);
        return client.receiveOctets();
    }

    private int verifyLast(byte[] reply) throws IOException {
        Exchange last = server.exchanges().get(server.exchanges().size() - 1);
        return tsig.verify(new Message(reply), reply, new Message(last.request()).getTSIG());
    }

    private static final class Request {
        static int id(byte[] wire) {
            return ((wire[0] & 0xFF) << 8) | (wire[1] & 0xFF);
        }
    }

    /** A connection on which anything may happen. */
    private final class Tcp implements AutoCloseable {
        private final Socket socket = new Socket(server.host(), server.port());
        private final DataInputStream in = new DataInputStream(socket.getInputStream());

        Tcp() throws IOException {
            socket.setSoTimeout(20_000);
        }

        void send(Message message) throws IOException {
            byte[] wire = message.toWire(Message.MAXLENGTH);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(wire.length);
            out.write(wire);
            out.flush();
        }

        byte[] receive() throws IOException {
            return in.readNBytes(in.readUnsignedShort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

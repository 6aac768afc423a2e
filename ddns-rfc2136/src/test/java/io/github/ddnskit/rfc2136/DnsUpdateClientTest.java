package io.github.ddnskit.rfc2136;

import static io.github.ddnskit.rfc2136.ScriptedServer.reply;
import static io.github.ddnskit.rfc2136.ScriptedServer.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.ScriptedServer.Datagram;
import io.github.ddnskit.rfc2136.ScriptedServer.Script;
import io.github.ddnskit.rfc2136.TransactionResult.Applied;
import io.github.ddnskit.rfc2136.TransactionResult.PrerequisiteNotMet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the client makes of replies that are lost, late, or not to be believed. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT) // each has a server of its own, and most wait for it
final class DnsUpdateClientTest {

    private static final TsigKey KEY = TsigKey.parse("ddns-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
    private static final Duration SHORT = Duration.ofMillis(1500);
    /** Waited for in vain, and after that long enough for an answer. */
    private static final Duration MEDIUM = Duration.ofSeconds(8);

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final DnsTransaction CLAIM = DnsTransaction.in("example.test")
            .requireNotInUse("home.example.test")
            .add("home.example.test", Duration.ofMinutes(1), "A", "192.0.2.1")
            .build();

    @Test
    void itsOwnFirstCopyIsRecognisedByWhatItLeftBehind() throws InterruptedException {
        assertThat(send(losesTheFirstReply(Rcode.YXDOMAIN, "192.0.2.1"), LONG, CLAIM))
                .isEqualTo(new Applied(true));
    }

    @Test
    void somebodyElsesWorkIsNotTakenForItsOwn() throws InterruptedException {
        assertThat(send(losesTheFirstReply(Rcode.YXDOMAIN, "192.0.2.2"), LONG, CLAIM))
                .isEqualTo(new PrerequisiteNotMet("YXDOMAIN", "in use, and must not be: home.example.test"));
    }

    @Test
    void whatCannotBeReadBackIsUnknown() throws InterruptedException {
        assertThat(send(losesTheFirstReply(Rcode.YXDOMAIN), LONG, CLAIM))
                .isInstanceOfSatisfying(
                        TransactionResult.Unknown.class,
                        unknown -> assertThat(unknown.failure().detail()).contains("the work of an earlier copy"));
    }

    @Test
    void aPlainNoIsNotReadBack() throws InterruptedException {
        Script script = (datagram, earlier) -> {
            if (isUpdate(datagram)) {
                datagram.answer(signed(KEY, datagram.query(), Rcode.YXDOMAIN));
            } else {
                datagram.answer(holding(datagram, "192.0.2.1"));
            }
        };
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            assertThat(client(server.address(), LONG).send(CLAIM)).isInstanceOf(PrerequisiteNotMet.class);
            assertThat(server.datagrams()).hasSize(1);
        }
    }

    @Test
    void silenceIsUnknownUnlessTheZoneShowsWhatWasSent() throws InterruptedException {
        Script silent = (datagram, earlier) -> {};
        TransactionResult unknown = send(silent, SHORT, CLAIM);
        assertThat(unknown).isInstanceOf(TransactionResult.Unknown.class);
        assertThat(((TransactionResult.Unknown) unknown).failure().reason()).isEqualTo(FailureReason.UNREACHABLE);

        Script deaf = (datagram, earlier) -> {
            if (!isUpdate(datagram)) {
                datagram.answer(holding(datagram, "192.0.2.1"));
            }
        };
        assertThat(send(deaf, MEDIUM, CLAIM)).isEqualTo(new Applied(true));
        Script empty = (datagram, earlier) -> {
            if (!isUpdate(datagram)) {
                datagram.answer(holding(datagram, "192.0.2.2"));
            }
        };
        assertThat(send(empty, SHORT, CLAIM)).isInstanceOf(TransactionResult.Unknown.class);
    }

    @Test
    void nobodyCanForgeASuccessByForgingWhatIsReadBack() throws InterruptedException {
        Script forging = (datagram, earlier) -> {
            if (isUpdate(datagram)) {
                datagram.answer(reply(datagram.query(), Rcode.NOERROR).toWire());
            } else {
                Message forged = new Message(holding(datagram, "192.0.2.1"));
                forged.removeAllRecords(Section.ADDITIONAL);
                datagram.answer(forged.toWire());
            }
        };
        assertThat(send(forging, MEDIUM, CLAIM))
                .isInstanceOfSatisfying(
                        TransactionResult.Unknown.class,
                        unknown -> assertThat(unknown.failure().reason()).isEqualTo(FailureReason.UNVERIFIED_REPLY));
    }

    @Test
    void aServerThatFailsTheSecondTimeMayHaveDoneItTheFirst() throws InterruptedException {
        assertThat(send(losesTheFirstReply(Rcode.SERVFAIL, "192.0.2.1"), LONG, CLAIM))
                .isEqualTo(new Applied(true));
        assertThat(send(losesTheFirstReply(Rcode.SERVFAIL, "192.0.2.2"), LONG, CLAIM))
                .isInstanceOf(TransactionResult.Unknown.class);
    }

    @Test
    void deletionsAreReadBackToo() throws InterruptedException {
        DnsTransaction deletion = DnsTransaction.in("example.test")
                .requireExactly("home.example.test", "A", "192.0.2.1")
                .delete("home.example.test", "A", "192.0.2.1")
                .deleteName("old.example.test")
                .build();
        assertThat(send(losesTheFirstReply(Rcode.NXRRSET, "192.0.2.1"), LONG, deletion))
                .isInstanceOf(PrerequisiteNotMet.class);
        Script gone = (datagram, earlier) -> {
            if (!isUpdate(datagram)) {
                Message none = reply(datagram.query(), Rcode.NXDOMAIN);
                none.getHeader().setFlag(Flags.AA);
                datagram.answer(signed(KEY, datagram.query(), none));
            } else if (!earlier.isEmpty()) {
                datagram.answer(signed(KEY, datagram.query(), Rcode.NXRRSET));
            }
        };
        assertThat(send(gone, LONG, deletion)).isEqualTo(new Applied(true));
    }

    @Test
    void theNextServerIsTriedWhereOneIsDownOrDoesNotServeTheZone() throws InterruptedException {
        try (ScriptedServer broken = ScriptedServer.udp(
                        (datagram, earlier) -> datagram.answer(signed(KEY, datagram.query(), Rcode.SERVFAIL)));
                ScriptedServer good = ScriptedServer.udp(
                        (datagram, earlier) -> datagram.answer(signed(KEY, datagram.query(), Rcode.NOERROR)));
                DnsUpdateClient client = DnsUpdateClient.builder()
                        .server("127.0.0.1", freePort())
                        .server(broken.address())
                        .server(good.address())
                        .tsig(KEY)
                        .build()) {
            assertThat(client.send(CLAIM)).isEqualTo(new Applied(false));
            assertThat(broken.datagrams()).hasSize(1);
        }
    }

    @Test
    void whatNeverReachedOneServerIsNotTakenForTheWorkOfAnotherCopy() throws InterruptedException {
        Script script = (datagram, earlier) -> datagram.answer(
                isUpdate(datagram) ? signed(KEY, datagram.query(), Rcode.YXDOMAIN) : holding(datagram, "192.0.2.1"));
        try (ScriptedServer server = ScriptedServer.udp(script);
                DnsUpdateClient client = DnsUpdateClient.builder()
                        .server("127.0.0.1", freePort())
                        .server(server.address())
                        .tsig(KEY)
                        .build()) {
            assertThat(client.send(CLAIM)).isInstanceOf(PrerequisiteNotMet.class);
        }
    }

    @Test
    void whereNothingListensItHasFailed() throws InterruptedException {
        assertThat(client("127.0.0.1:" + freePort(), LONG).send(CLAIM))
                .isInstanceOfSatisfying(TransactionResult.Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(FailureReason.UNREACHABLE);
                    assertThat(failed.failure().retry()).isEqualTo(Retry.backoff());
                });
    }

    @Test
    void whatDoesNotFitIntoAMessageIsNotSent() throws InterruptedException {
        DnsTransaction.Builder builder = DnsTransaction.in("example.test");
        IntStream.range(0, 300)
                .forEach(i -> builder.add(
                        "n" + i + ".example.test", Duration.ZERO, "TXT", ResourceRecord.quoted("x".repeat(250))));
        assertThat(client("127.0.0.1:" + freePort(), LONG).send(builder.build()))
                .isEqualTo(new TransactionResult.Failed(Outcome.failed(
                        FailureReason.UNSUPPORTED,
                        Retry.never(),
                        "the update of n0.example.test and what belongs to it does not fit into one DNS message")));
    }

    @Test
    void refusesWhatCannotBeRight() {
        assertThatThrownBy(() -> DnsUpdateClient.builder().zone("a.test").zone("b.test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the zone is given twice");
    }

    /** A relay in front of a real server that loses its first reply. */
    @Test
    void aRealServerSaysNoToTheSecondCopyAndTheZoneTellsWhose() throws InterruptedException {
        TsigKey key = PeerServer.key(TsigAlgorithm.HMAC_SHA256);
        try (PeerServer bind = Named.start();
                ScriptedServer relay = ScriptedServer.udp((datagram, earlier) -> {
                    byte[] answer = relayed(datagram, bind.port());
                    if (!earlier.isEmpty()) {
                        datagram.answer(answer);
                    }
                });
                DnsUpdateClient client = DnsUpdateClient.builder()
                        .server(relay.address())
                        .tsig(key)
                        .build()) {
            assertThat(client.send(CLAIM)).isEqualTo(new Applied(true));
            assertThat(client.send(CLAIM)).isInstanceOf(PrerequisiteNotMet.class);
            assertThat(bind.data("home.example.test", "A")).containsExactly("192.0.2.1");
        }
    }

    private static TransactionResult send(Script script, Duration timeout, DnsTransaction transaction)
            throws InterruptedException {
        try (ScriptedServer server = ScriptedServer.udp(script)) {
            return client(server.address(), timeout).send(transaction);
        }
    }

    private static DnsUpdateClient client(String server, Duration timeout) {
        return DnsUpdateClient.builder()
                .server(server)
                .tsig(KEY)
                .timeout(timeout)
                .build();
    }

    /** Says nothing to the first copy and a code to the others; the name then holds these addresses, or nobody says. */
    private static Script losesTheFirstReply(int rcode, String... addresses) {
        return (datagram, earlier) -> {
            if (!isUpdate(datagram)) {
                datagram.answer(holding(datagram, addresses));
            } else if (!earlier.isEmpty()) {
                datagram.answer(signed(KEY, datagram.query(), rcode));
            }
        };
    }

    private static boolean isUpdate(Datagram datagram) {
        return datagram.query().getHeader().getOpcode() == Opcode.UPDATE;
    }

    private static byte[] holding(Datagram datagram, String... addresses) throws IOException {
        Message answer = reply(datagram.query(), addresses.length == 0 ? Rcode.SERVFAIL : Rcode.NOERROR);
        answer.getHeader().setFlag(Flags.AA);
        Name name = datagram.query().getQuestion().getName();
        for (String address : addresses) {
            answer.addRecord(Record.fromString(name, Type.A, DClass.IN, 60, address, Name.root), Section.ANSWER);
        }
        return signed(KEY, datagram.query(), answer);
    }

    private static byte[] relayed(Datagram datagram, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            byte[] wire = datagram.wire();
            socket.send(new DatagramPacket(wire, wire.length));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

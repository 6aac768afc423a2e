package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;

/** What a secondary hears (RFC 1996). */
final class NotifyTest {

    private final FakeAuthoritativeServer server =
            FakeAuthoritativeServer.zone("example.test").allowUnsigned().start();
    private final DnsClient client = new DnsClient(server);
    private DatagramSocket secondary;

    @BeforeEach
    void listen() throws IOException {
        secondary = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        secondary.setSoTimeout(20_000);
        server.addSecondary("127.0.0.1", secondary.getLocalPort());
    }

    @AfterEach
    void close() {
        secondary.close();
        client.close();
        server.close();
    }

    @Test
    void hearsOfAChangeUntilItAnswers() throws IOException {
        client.ask(DnsClient.add("example.test", "a.example.test", "192.0.2.1"));
        Message first = hear();
        assertThat(first.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
        assertThat(first.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(first.getQuestion()).hasToString("example.test.\t\t0\tIN\tSOA");
        assertThat(first.getSection(Section.ANSWER).get(0).rdataToString()).contains(" 2 3600 ");
        Message again = hear();
        assertThat(again.getHeader().getID()).isEqualTo(first.getHeader().getID());
        answer(again);

        client.ask(DnsClient.add("example.test", "a.example.test", "192.0.2.1"));
        client.ask(DnsClient.add("example.test", "b.example.test", "192.0.2.1"));
        Message next = hear();
        assertThat(next.getSection(Section.ANSWER).get(0).rdataToString())
                .as("nothing more of the first change, nothing of an update that changed nothing")
                .contains(" 3 3600 ");
        answer(next);
    }

    @Test
    void anAnswerToSomethingElseIsNoAnswer() throws IOException {
        client.ask(DnsClient.add("example.test", "a.example.test", "192.0.2.1"));
        Message first = hear();
        Message wrong = first.clone();
        wrong.getHeader().setID(first.getHeader().getID() ^ 1);
        answer(wrong);
        assertThat(hear().getHeader().getID()).isEqualTo(first.getHeader().getID());
    }

    @Test
    void isOnThisMachine() {
        assertThatThrownBy(() -> server.addSecondary("192.0.2.1", 53))
                .hasMessage("192.0.2.1 is on another machine: only those on loopback are told");
        assertThatThrownBy(() -> server.addSecondary("127.0.0.1", 0)).hasMessage("0 is not a port");
    }

    private Message hear() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        secondary.receive(packet);
        return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private void answer(Message heard) throws IOException {
        Message reply = heard.clone();
        reply.getHeader().setFlag(Flags.QR);
        byte[] wire = reply.toWire();
        secondary.send(new DatagramPacket(
                wire, wire.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
    }
}

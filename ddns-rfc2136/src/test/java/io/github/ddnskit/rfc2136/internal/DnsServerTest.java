package io.github.ddnskit.rfc2136.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.NoReplyException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** A server whose name has several addresses. */
@Timeout(600)
final class DnsServerTest {

    private static final DnsServer SERVER = new DnsServer(ServerAddress.parse("ns1.example.org"), Clock.systemUTC());
    private static final Message QUESTION = AddressAnswer.question(Hostname.of("example.org"), AddressFamily.IPV4);

    @Test
    void theNextAddressIsTriedIfNothingListensOrNobodyAnswers() throws Exception {
        try (DatagramSocket mute = socket();
                DatagramSocket live = socket()) {
            answerOnce(live);
            Message reply =
                    SERVER.ask(QUESTION, List.of(dead(), at(mute), at(live)), Deadline.after(Duration.ofSeconds(4)));
            assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
    }

    @Test
    void theFirstFailureIsReportedIfNoAddressHelps() throws Exception {
        InetSocketAddress dead = dead();
        try (DatagramSocket mute = socket()) {
            assertThatThrownBy(
                            () -> SERVER.ask(QUESTION, List.of(dead, at(mute)), Deadline.after(Duration.ofMillis(300))))
                    .isInstanceOf(PortUnreachableException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(NoReplyException.class));
        }
    }

    private static void answerOnce(DatagramSocket socket) {
        Thread thread = new Thread(() -> {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                Message reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                reply.getHeader().setFlag(Flags.QR);
                reply.getHeader().setRcode(Rcode.NXDOMAIN);
                byte[] wire = reply.toWire();
                socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static InetSocketAddress dead() throws IOException {
        try (DatagramSocket gone = socket()) {
            return at(gone);
        }
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress at(DatagramSocket socket) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
}

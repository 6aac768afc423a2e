package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.peers.Peers;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway announces, and others do as if they were it; the multicast stays on the loopback interface. */
@SuppressWarnings("NullAway.Init")
class GatewaySignalTest {

    private static final InetAddress LOOPBACK = IpLiteral.parse("127.0.0.1");

    /** NAT-PMP: success, epoch 1, 198.51.100.7. */
    private static final byte[] NAT_PMP = HexFormat.of().parseHex("0080000000000001c6336407");

    /** PCP: version 2, the answer to ANNOUNCE, success, epoch 1. */
    private static final byte[] PCP = Arrays.copyOf(HexFormat.of().parseHex("028000000000000000000001"), 24);

    private final AtomicInteger hints = new AtomicInteger();
    private DatagramSocket router;
    private InetSocketAddress group;
    private GatewaySignal signal;

    @BeforeEach
    void listen() throws IOException {
        Peers.require(NetworkInterface.getByInetAddress(LOOPBACK) != null, "there is an IPv4 loopback interface");
        router = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            group = new InetSocketAddress("224.0.0.1", free.getLocalPort());
        }
        signal = signal();
        signal.subscribe(hints::incrementAndGet);
    }

    @AfterEach
    void close() {
        signal.close();
        router.close();
    }

    @Test
    void hintsAtWhatTheGatewayAnnouncesWithEitherProtocol() throws IOException {
        send(router, NAT_PMP);
        awaitHints(1);
        send(router, PCP);
        awaitHints(2);
    }

    @Test
    void hintsWhenTheGatewaySaysThatItHasNoAddressNow() throws IOException {
        byte[] networkFailure = NAT_PMP.clone();
        networkFailure[3] = 3;
        send(router, networkFailure);
        awaitHints(1);
    }

    @Test
    void doesNotHeedWhatIsNoAnnouncement() throws IOException {
        Map<String, byte[]> wrong = new LinkedHashMap<>();
        wrong.put("nothing", new byte[0]);
        wrong.put("a text", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        wrong.put("a request", new byte[] {0, 0});
        wrong.put("a byte too few", Arrays.copyOf(NAT_PMP, 11));
        wrong.put("a byte too many", Arrays.copyOf(NAT_PMP, 13));
        wrong.put("an answer about a mapping", with(NAT_PMP, 1, 129));
        wrong.put("another version", with(NAT_PMP, 0, 1));
        wrong.put("PCP, a request", with(PCP, 1, 0));
        wrong.put("PCP, an answer about a mapping", with(PCP, 1, 0x81));
        wrong.put("PCP, a result that is no success", with(PCP, 3, 1));
        wrong.put("PCP, too short", Arrays.copyOf(PCP, 20));
        wrong.put("PCP, a length that is no multiple of four", Arrays.copyOf(PCP, 25));
        wrong.put("PCP, longer than it may be", Arrays.copyOf(PCP, 1104));
        for (Map.Entry<String, byte[]> each : wrong.entrySet()) {
            assertThat(AnnouncementListener.isAnnouncement(each.getValue()))
                    .as(each.getKey())
                    .isFalse();
            send(router, each.getValue());
        }
        send(router, NAT_PMP); // which is received after all others
        awaitHints(1);
    }

    @Test
    void doesNotHeedWhatComesFromAnybodyElse() throws IOException {
        try (DatagramSocket otherPort = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
                DatagramSocket otherHost = new DatagramSocket(
                        new InetSocketAddress(IpLiteral.parse("127.0.0.2"), router.getLocalPort()))) {
            send(otherPort, NAT_PMP);
            send(otherHost, NAT_PMP);
            send(otherPort, PCP);
            send(otherHost, PCP);
        }
        send(router, NAT_PMP);
        awaitHints(1);
    }

    @Test
    void sharesThePortWithOtherPrograms() throws IOException {
        try (GatewaySignal other = signal()) {
            other.subscribe(hints::incrementAndGet);
            send(router, NAT_PMP);
            awaitHints(2);
        }
    }

    @Test
    void isSilentOnceItIsClosed() throws IOException {
        try (GatewaySignal other = signal()) {
            AtomicInteger others = new AtomicInteger();
            other.subscribe(others::incrementAndGet);
            signal.close();
            send(router, NAT_PMP);
            await().atMost(Duration.ofMinutes(2)).until(() -> others.get() == 1);
            assertThat(hints).hasValue(0);
        }
    }

    private GatewaySignal signal() {
        return new GatewaySignal(GatewayChoice.of((InetSocketAddress) router.getLocalSocketAddress()), group);
    }

    private void send(DatagramSocket from, byte[] datagram) throws IOException {
        from.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByInetAddress(LOOPBACK));
        from.send(new DatagramPacket(datagram, datagram.length, group));
    }

    /** Datagrams arrive in the order in which they were sent, so what was to be ignored was received before. */
    private void awaitHints(int count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> hints.get() >= count);
        assertThat(hints).hasValue(count);
    }

    private static byte[] with(byte[] datagram, int index, int value) {
        byte[] changed = datagram.clone();
        changed[index] = (byte) value;
        return changed;
    }
}

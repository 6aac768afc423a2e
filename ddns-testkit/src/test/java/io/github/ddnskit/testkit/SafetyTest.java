package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The server is safe to have in a test: nobody else reaches it, nothing grows, and it goes when it is told to. */
@Timeout(600)
final class SafetyTest {

    /** As many as a server serves at once. */
    private static final int MOST_CONNECTIONS = 128;

    @Test
    void otherMachinesReachItOnlyIfThatIsSaid() throws IOException {
        assertThatThrownBy(() -> FakeAuthoritativeServer.zone("example.test").address("0.0.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exposedAddress");
        assertThatThrownBy(() -> FakeAuthoritativeServer.zone("example.test").address("192.0.2.1"))
                .isInstanceOf(IllegalArgumentException.class);
        try (FakeAuthoritativeServer server = server()) {
            assertThat(InetAddress.getByName(server.host()).isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndTheOthersServed() throws IOException {
        List<Socket> open = new ArrayList<>();
        try (FakeAuthoritativeServer server = server()) {
            Socket first = connect(server);
            open.add(first);
            exchange(first);
            while (open.size() < MOST_CONNECTIONS) {
                open.add(connect(server));
            }
            exchange(open.get(MOST_CONNECTIONS - 1)); // all before it have been accepted

            try (Socket tooMany = connect(server)) {
                assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
            }
            exchange(first);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void closesWhateverIsUnderWay() throws IOException {
        FakeAuthoritativeServer server = server();
        int port = server.port();
        server.fault(Trigger.nth(1), Fault.delay(Duration.ofHours(1)));
        server.fault(Trigger.nth(1), Fault.reorder());
        server.fault(Trigger.nth(1), Fault.stallAfter(3));
        server.fault(Trigger.nth(1), Fault.halfClose());
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Socket socket = connect(server);
            send(socket);
            open.add(socket);
        }
        Socket halfSent = connect(server);
        halfSent.getOutputStream().write(new byte[] {1, 0, 1});
        open.add(halfSent);
        while (server.counts().messages() < 4) {
            Thread.onSpinWait();
        }

        server.close();

        assertThat(threadsOf(port)).isEmpty();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket udp = new DatagramSocket(port, loopback);
                ServerSocket tcp = new ServerSocket()) {
            tcp.setReuseAddress(true); // what was closed may linger in TIME_WAIT
            tcp.bind(new InetSocketAddress(loopback, port));
            assertThat(udp.getLocalPort()).isEqualTo(tcp.getLocalPort());
        }
        for (Socket socket : open) {
            assertThat(isOver(socket)).isTrue();
            socket.close();
        }
    }

    @Test
    void closesInAFlood() throws Exception {
        FakeAuthoritativeServer server = server();
        int port = server.port();
        AtomicBoolean stop = new AtomicBoolean();
        Thread flood = new Thread(() -> {
            try (DnsClient client = new DnsClient(server)) {
                byte[] wire = DnsClient.query("www.example.test", Type.A).toWire();
                while (!stop.get()) {
                    client.send(wire);
                }
            } catch (RuntimeException e) {
                // nobody listens any more
            }
        });
        flood.start();
        while (server.counts().messages() < 100) {
            Thread.onSpinWait();
        }

        server.close();

        assertThat(threadsOf(port)).isEmpty();
        stop.set(true);
        flood.join();
    }

    @Test
    void serversThatRunAtOnceHaveNothingInCommon() {
        List<Integer> ports = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> {
                    try (FakeAuthoritativeServer server = server();
                            DnsClient client = new DnsClient(server)) {
                        String address = "192.0.2." + (i + 1);
                        if (i % 2 == 0) {
                            server.fault(Trigger.always(), Fault.servfail());
                        }
                        Message reply = client.ask(DnsClient.add("example.test", "home.example.test", address));
                        assertThat(reply.getRcode()).isEqualTo(i % 2 == 0 ? Rcode.SERVFAIL : Rcode.NOERROR);
                        assertThat(server.addresses("home.example.test"))
                                .isEqualTo(i % 2 == 0 ? List.of() : List.of(address));
                        assertThat(server.counts().messages()).isEqualTo(1);
                        return server.port();
                    }
                })
                .toList();

        assertThat(ports).hasSize(16);
    }

    private static FakeAuthoritativeServer server() {
        return FakeAuthoritativeServer.zone("example.test")
                .allowUnsigned()
                .record("www.example.test 300 IN A 192.0.2.1")
                .start();
    }

    private static Socket connect(FakeAuthoritativeServer server) throws IOException {
        Socket socket = new Socket(server.host(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket) throws IOException {
        byte[] wire = DnsClient.query("www.example.test", Type.A).toWire();
        byte[] framed = new byte[wire.length + 2];
        framed[1] = (byte) wire.length;
        System.arraycopy(wire, 0, framed, 2, wire.length);
        socket.getOutputStream().write(framed);
    }

    private static void exchange(Socket socket) throws IOException {
        send(socket);
        byte[] length = socket.getInputStream().readNBytes(2);
        assertThat(socket.getInputStream().readNBytes(length[1])).hasSize(length[1]);
    }

    /** Whether the server has let go of it, gently or not. */
    private static boolean isOver(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // what had been sent before
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static List<String> threadsOf(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith("-" + port))
                .toList();
    }
}

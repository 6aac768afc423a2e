package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people who wish no good send to the HTTP server: nothing is published, and devices are served all the while. */
class AttackersTest {

    private static final String UPDATE = "/nic/update?hostname=home.example.test&myip=203.0.113.9";
    private static final String LOGIN = "Authorization: Basic "
            + Base64.getEncoder().encodeToString(("alice:" + Service.PASSWORD).getBytes(StandardCharsets.UTF_8))
            + "\r\n";

    private final MemoryZone zone = new MemoryZone();

    @SuppressWarnings("NullAway.Init")
    private Service service;

    @BeforeEach
    void open() throws IOException {
        service = Service.plain(zone, "home.example.test");
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void slowClientsAreClosedAndHoldUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (Service hasty = Service.hasty(zone, false, "home.example.test")) {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), hasty.port());
                socket.getOutputStream().write("GET / HTTP/1.1\r\nX".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            awaitUpdate(hasty);
            await().atMost(Duration.ofMinutes(2)).until(() -> slow.stream().allMatch(AttackersTest::isClosedByServer));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** The server closes the connection of a device as well if the machine has no time for it; its update may be done then. */
    private static void awaitUpdate(Service hasty) {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> hasty.ask(UPDATE).body().matches("(good|nochg) 203\\.0\\.113\\.9\n"));
    }

    private static boolean isClosedByServer(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().readNBytes(1000).length < 1000; // an alert of TLS may come before the end
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void handshakesThatNeverEndHoldUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (Service secure = Service.hasty(zone, true, "home.example.test")) {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), secure.port());
                // the first octets of a ClientHello of 512 octets, and then nothing
                socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
                slow.add(socket);
            }
            awaitUpdate(secure);
            await().atMost(Duration.ofMinutes(2)).until(() -> slow.stream().allMatch(AttackersTest::isClosedByServer));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ddnskit.gateway.Smuggling#framings")
    void whatCouldSmuggleARequestIsRefusedAndTheConnectionClosed(String framing) throws Exception {
        String hidden = "GET " + UPDATE + " HTTP/1.1\r\nHost: a\r\n" + LOGIN + "\r\n";
        String reply = exchange("GET /checkip HTTP/1.1\r\nHost: a\r\n" + framing + hidden);
        assertThat(zone.records).as(reply).isEmpty();
        assertThat(reply.split("HTTP/1.1 ", -1)).as("one answer at the most").hasSizeLessThanOrEqualTo(2);
        assertThat(reply).doesNotContain(" 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /nic/update?hostname=home.example.test&myip=203.0.113.9%0d%0aX: HTTP/1.1\r\nHost: a\r\n",
                "GET /nic/../nic/update?hostname=home.example.test HTTP/1.1\r\nHost: a\r\n",
                "GET //nic/update?hostname=home.example.test HTTP/1.1\r\nHost: a\r\n",
                "GET /nic/update;x?hostname=home.example.test HTTP/1.1\r\nHost: a\r\n",
                "GET /nic%2fupdate?hostname=home.example.test HTTP/1.1\r\nHost: a\r\n",
                "POST /nic/update?hostname=home.example.test HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n",
                "DELETE /nic/update?hostname=home.example.test HTTP/1.1\r\nHost: a\r\n",
                "GET /nic/update?hostname=home.example.test HTTP/1.1\r\nHost: a\r\nX-Bad: a\u0000b\r\n",
                "GET /nic/update?hostname=home.example.test HTTP/1.1\r\nHost: a\r\nX-Long: 16384 times y\r\n",
                "GET /nic/update?hostname=home.example.test&x=5000 times y HTTP/1.1\r\nHost: a\r\n",
            })
    void oddRequestsPublishNothing(String head) throws Exception {
        String long1 = head.replace("16384 times y", "y".repeat(16_384)).replace("5000 times y", "y".repeat(5000));
        String reply = exchange(long1 + LOGIN + "Connection: close\r\n\r\n");
        assertThat(zone.records).as(reply).isEmpty();
        assertThat(reply).doesNotContain(" 200 ");
        assertThat(reply.lines().filter(line -> line.startsWith("X")))
                .as("no injected header")
                .isEmpty();
    }

    @Test
    void aMillionHeadersEndTheConnection() throws Exception {
        try (Service hasty = Service.hasty(zone, false, "home.example.test");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), hasty.port())) {
            socket.setSoTimeout(120_000);
            StringBuilder many = new StringBuilder("GET /checkip HTTP/1.1\r\n");
            for (int i = 0; i < 100_000; i++) {
                many.append("X-").append(i).append(": 1\r\n");
            }
            try {
                socket.getOutputStream().write(many.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // it did not even read all
            }
            String reply = "";
            try {
                reply = read(socket.getInputStream());
            } catch (IOException reset) {
                // as good
            }
            assertThat(reply).doesNotContain(" 200 ");
        }
        assertThat(service.ask(UPDATE).body()).startsWith("good");
    }

    @Test
    void aLargeBodyIsNotWaitedFor() throws Exception {
        try (Service hasty = Service.hasty(zone, false, "home.example.test");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), hasty.port())) {
            socket.setSoTimeout(120_000);
            String head = "GET " + UPDATE + " HTTP/1.1\r\nHost: a\r\n" + LOGIN + "Content-Length: 10000000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[10_000]); // and no more
            String reply;
            try {
                reply = read(socket.getInputStream());
            } catch (java.net.SocketException reset) {
                reply = "";
            }
            assertThat(reply).doesNotContain(" 200 ");
            assertThat(zone.records).isEmpty();
        }
    }

    @Test
    void devicesAreServedDuringFloodsOfWrongPasswords() throws Exception {
        assertThat(service.ask(UPDATE).body()).startsWith("good"); // verified once
        ExecutorService attackers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                all.add(attackers.submit(() -> {
                    for (int guess = 0; guess < 250; guess++) {
                        GatewayRequest request = new GatewayRequest(
                                "GET",
                                UPDATE,
                                Map.of(
                                        "Authorization",
                                        List.of("Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(("user" + number + ":" + guess)
                                                                .getBytes(StandardCharsets.UTF_8)))),
                                InetAddress.getByAddress(new byte[] {1, 2, (byte) number, (byte) guess}),
                                true);
                        assertThat(service.gateway.handle(request).status()).isIn(401, 429, 503);
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(service.ask(UPDATE).body()).startsWith("nochg");
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            attackers.shutdownNow();
        }
    }

    private String exchange(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            try {
                return read(socket.getInputStream());
            } catch (java.net.SocketException reset) {
                return "";
            }
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}

package io.github.ddnskit.testkit.gateway;

import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Answers searches for an internet gateway on a port of its own, on loopback. */
final class SsdpResponder implements AutoCloseable {

    private static final List<String> TARGETS =
            List.of("urn:schemas-upnp-org:device:InternetGatewayDevice:1", "upnp:rootdevice", "ssdp:all");

    private final DatagramSocket socket;
    private final String location;
    private final AtomicInteger searches = new AtomicInteger();
    private volatile UnaryOperator<String> change = UnaryOperator.identity();

    SsdpResponder(String location) throws IOException {
        this.location = location;
        socket = new DatagramSocket(new InetSocketAddress(IpLiteral.parse("127.0.0.1"), 0));
        Thread thread = new Thread(this::serve, "fake-ssdp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    int searches() {
        return searches.get();
    }

    void change(UnaryOperator<String> wanted) {
        change = wanted;
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII);
                searches.incrementAndGet();
                String target = text.lines()
                        .filter(line -> line.startsWith("ST: "))
                        .map(line -> line.substring(4))
                        .findFirst()
                        .orElse("");
                if (text.startsWith("M-SEARCH * HTTP/1.1\r\n") && TARGETS.contains(target)) {
                    byte[] reply = change.apply("HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nEXT:\r\nST: " + target
                                    + "\r\nUSN: uuid:fake::" + target + "\r\nLOCATION: " + location + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1);
                    if (reply.length > 0) {
                        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                    }
                }
            } catch (IOException closed) {
                // the loop ends if so
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

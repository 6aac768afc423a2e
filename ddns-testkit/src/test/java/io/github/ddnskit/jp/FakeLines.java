package io.github.ddnskit.jp;

import io.github.ddnskit.AddressFamily;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A server on loopback that is talked to in lines, over TLS, and that passes for some hosts. */
final class FakeLines implements AutoCloseable {

    /** The server's part of a dialogue. */
    interface Script {
        void talk(Peer peer) throws IOException;
    }

    private final List<ServerSocket> servers = new ArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> callers = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Identity identity;
    private final boolean tlsAtOnce;
    private volatile Script script;

    FakeLines(boolean tlsAtOnce, Script script, String... hosts) {
        this.tlsAtOnce = tlsAtOnce;
        this.script = script;
        identity = Identity.KNOWN.computeIfAbsent(Set.of(hosts), Identity::of);
        listen("127.0.0.1");
        listen("::1");
    }

    void script(Script script) {
        this.script = script;
    }

    /** A builder of an engine that connects to this server only, and trusts it. */
    LineEngine.Builder engine() {
        return LineEngine.builder().tls(identity.client()).connectTo(addresses());
    }

    InetSocketAddress[] addresses() {
        return servers.stream()
                .map(server -> new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))
                .toArray(InetSocketAddress[]::new);
    }

    boolean hasIpv6() {
        return servers.size() > 1;
    }

    /** All that was received so far, to the octet. */
    String received() {
        return String.join("", received);
    }

    /** From where it was called, in order. */
    List<InetAddress> callers() {
        return callers.stream().map(InetSocketAddress::getAddress).toList();
    }

    List<AddressFamily> families() {
        return callers().stream().map(AddressFamily::of).toList();
    }

    @Override
    public void close() {
        servers.forEach(FakeLines::close);
        sockets.forEach(FakeLines::close);
    }

    private void listen(String address) {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(address));
            servers.add(server);
            Thread thread = new Thread(() -> accept(server), "fake-lines");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            if (address.equals("127.0.0.1")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                callers.add((InetSocketAddress) socket.getRemoteSocketAddress());
                Thread thread = new Thread(() -> serve(socket), "fake-lines-peer");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Peer peer = new Peer(socket);
            if (tlsAtOnce) {
                peer.startTls();
            }
            script.talk(peer);
        } catch (IOException e) {
            // the client has gone, as some tests want it to
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The client, as the server sees it. */
    final class Peer {

        private Socket socket;
        private InputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        void startTls() throws IOException {
            SSLSocket secured = (SSLSocket) identity.server().createSocket(socket, null, socket.getPort(), true);
            secured.setUseClientMode(false);
            secured.startHandshake();
            socket = secured;
            in = secured.getInputStream();
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** A line without its end. */
        String read() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new EOFException();
                }
                line.append((char) octet);
            }
            received.add(line + "\n");
            return line.toString().replace("\r", "");
        }

        /** The lines up to one that is a dot. */
        List<String> readToDot() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = read(); !line.equals("."); line = read()) {
                lines.add(line);
            }
            return lines;
        }
    }

    /** What a server shows, and what a client trusts; made once for the same hosts, so that sessions of TLS are resumed. */
    private record Identity(SSLSocketFactory server, SSLSocketFactory client) {

        static final Map<Set<String>, Identity> KNOWN = new ConcurrentHashMap<>();

        static Identity of(Set<String> hosts) {
            HeldCertificate.Builder names = new HeldCertificate.Builder();
            hosts.forEach(names::addSubjectAlternativeName);
            HeldCertificate held = names.build();
            return new Identity(
                    new HandshakeCertificates.Builder()
                            .heldCertificate(held)
                            .build()
                            .sslSocketFactory(),
                    new HandshakeCertificates.Builder()
                            .addTrustedCertificate(held.certificate())
                            .build()
                            .sslSocketFactory());
        }
    }
}

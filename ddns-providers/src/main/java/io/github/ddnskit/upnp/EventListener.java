package io.github.ddnskit.upnp;

import io.github.ddnskit.ip.IpLiteral;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of one router: a port on the address that the router knows this machine by, and a path that cannot
 * be guessed. One connection at a time; others than the router's are closed unread.
 */
final class EventListener implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int BACKLOG = 8;

    private final InetAddress router;
    private final ServerSocket server;
    private final String path;
    private volatile @Nullable Socket current;

    /** What to answer to an event. */
    interface Judge {
        /** {@return the status to answer with} */
        int judge(NotifyMessage message);
    }

    EventListener(InetAddress local, InetAddress router, SecureRandom random) throws IOException {
        this.router = router;
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        path = "/" + HexFormat.of().formatHex(secret);
        server = new ServerSocket(0, BACKLOG, local);
    }

    /** {@return where the router is to send events} */
    String callback() {
        String host = IpLiteral.format(server.getInetAddress());
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getLocalPort() + path;
    }

    /** Waits for one connection and reads the event that it brings, if it does. */
    void await(Deadline deadline, Judge judge) throws IOException {
        server.setSoTimeout(deadline.socketMillis());
        try (Socket socket = server.accept()) {
            current = socket;
            InetAddress peer = ((InetSocketAddress) socket.getRemoteSocketAddress()).getAddress();
            if (peer.equals(router)) {
                serve(socket, judge);
            }
        } catch (SocketTimeoutException e) {
            // Nobody came in time, or somebody came and said nothing.
        } finally {
            current = null;
        }
    }

    private void serve(Socket socket, Judge judge) throws IOException {
        int status;
        try {
            Optional<NotifyMessage> message = read(socket, Deadline.after(PATIENCE));
            status = message.isEmpty() ? 400 : message.get().path().equals(path) ? judge.judge(message.get()) : 404;
        } catch (UpnpException e) {
            status = 400;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (server.isClosed()) {
                throw e;
            }
            return; // the connection broke
        }
        try {
            socket.getOutputStream()
                    .write(("HTTP/1.1 " + status + " \r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The event came; that the router does not listen to the answer changes nothing.
        }
    }

    private static Optional<NotifyMessage> read(Socket socket, Deadline deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() <= NotifyMessage.LONGEST) {
            Optional<NotifyMessage> message = NotifyMessage.parse(all.toByteArray());
            if (message.isPresent()) {
                return message;
            }
            if (deadline.isOver()) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout(deadline.socketMillis());
            int count = in.read(buffer);
            if (count < 0) {
                throw new EOFException();
            }
            all.write(buffer, 0, count);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            server.close();
            Socket socket = current;
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }
}

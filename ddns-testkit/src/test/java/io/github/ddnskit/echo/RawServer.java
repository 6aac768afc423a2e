package io.github.ddnskit.echo;

import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that writes what a test wants to each connection, and remembers where they came from. */
final class RawServer implements AutoCloseable {

    /** What to write, and whether to go on and on with it. */
    interface Script {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final List<InetAddress> peers = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    RawServer(Script script) {
        try {
            server = new ServerSocket(0, 10, IpLiteral.parse("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    peers.add(socket.getInetAddress());
                    open.add(socket);
                    daemon(() -> {
                        try (socket) {
                            script.serve(socket);
                        } catch (IOException | InterruptedException gone) {
                            // the client left, which ends it
                        }
                    });
                } catch (IOException closed) {
                    // the loop ends if so
                }
            }
        });
    }

    /** Answers every request on a connection, as long as the client keeps it. */
    static RawServer answering(String body) {
        return new RawServer(socket -> {
            byte[] buffer = new byte[8192];
            while (socket.getInputStream().read(buffer) > 0) {
                write(socket, head(body.length()) + body);
            }
        });
    }

    /** Sends the head of an answer and then a byte now and then, for ever. */
    static RawServer dripping() {
        return new RawServer(socket -> {
            write(socket, head(900));
            Object never = new Object();
            while (true) {
                write(socket, "1");
                synchronized (never) {
                    never.wait(5);
                }
            }
        });
    }

    private static String head(int length) {
        return String.join("\r\n", "HTTP/1.1 200 OK", "Content-Length: " + length, "", "");
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    List<InetAddress> peers() {
        return List.copyOf(peers);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

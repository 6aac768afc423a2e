package io.github.ddnskit.dyndns2;

import io.github.ddnskit.ip.IpLiteral;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy on loopback that reaches nobody: it writes down what other programs send, and answers {@code good}. */
final class RecordingProxy implements AutoCloseable {

    private static final int TIMEOUT = 60_000;

    private final ServerSocket server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /**
     * A request.
     *
     * @param host where it was meant to go
     * @param path the path
     * @param parameters of the query
     * @param login what HTTP Basic says, or empty
     */
    record Seen(String host, String path, Map<String, String> parameters, String login) {}

    RecordingProxy(ServerSocketFactory sockets) throws IOException {
        server = sockets.createServerSocket(0, 50, IpLiteral.parse("127.0.0.1"));
        Thread thread = new Thread(this::accept, "recording-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "recording-proxy-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            socket.setSoTimeout(TIMEOUT);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<String> head = head(in);
            if (head.get(0).startsWith("CONNECT ")) {
                answer(socket, "HTTP/1.1 200 OK\r\n\r\n");
                head = head(in);
            }
            seen.add(read(head));
            answer(
                    socket,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 16\r\nConnection: close\r\n\r\n"
                            + "good 203.0.113.8");
        } catch (IOException | RuntimeException e) {
            // A program that hangs up in the middle has not sent a request: it will be missed.
            return;
        }
    }

    private static void answer(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request is cut off");
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    private static Seen read(List<String> head) {
        String host = "";
        String login = "";
        for (String line : head.subList(1, head.size())) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("host:")) {
                host = line.substring("host:".length()).strip();
            } else if (lower.startsWith("authorization: basic ")) {
                byte[] both = Base64.getDecoder()
                        .decode(line.substring("authorization: basic ".length()).strip());
                login = new String(both, StandardCharsets.UTF_8);
            }
        }
        URI target = URI.create(head.get(0).split(" ", -1)[1]);
        return new Seen(host, target.getRawPath(), parameters(target.getRawQuery()), login);
    }

    static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                parameters.put(
                        equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return parameters;
    }
}

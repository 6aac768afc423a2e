package io.github.ddnskit.examples.client;

import io.github.ddnskit.peers.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Listens where systemd would: on a datagram socket, which Java 17 cannot open, but Python can. */
final class NotifySocket implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final String READY = "listening";

    /** A name that begins with @ stands in the abstract namespace. Descriptors that come along are closed at once. */
    private static final String LISTENER = """
            import socket, sys
            name = sys.argv[1]
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            listener.bind("\\0" + name[1:] if name.startswith("@") else name)
            print("listening", flush=True)
            while True:
                print(listener.recv(65536).decode().replace("\\n", "|"), flush=True)
            """;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    private NotifySocket(String name) throws IOException {
        this.name = name;
        process = new ProcessBuilder(Peers.require("python3").toString(), "-c", LISTENER, name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(this::readAll, "notify-socket");
        reader.setDaemon(true);
        reader.start();
    }

    /** A socket in the file system. */
    static NotifySocket at(Path path) throws Exception {
        return listening(path.toString());
    }

    /** A socket that has only a name. */
    static NotifySocket called(String name) throws Exception {
        return listening("@" + name);
    }

    private static NotifySocket listening(String name) throws Exception {
        NotifySocket socket = new NotifySocket(name);
        socket.await(READY::equals);
        return socket;
    }

    /** What systemd puts into NOTIFY_SOCKET. */
    String name() {
        return name;
    }

    /** Waits for a message, and passes over those before it; its lines are separated by bars. */
    String await(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<String> passedOver = new ArrayList<>();
        while (true) {
            String message = messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("the message that was waited for did not come; these did: " + passedOver);
            }
            if (wanted.test(message)) {
                return message;
            }
            passedOver.add(message);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void readAll() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                messages.add(line);
            }
        } catch (IOException killed) {
            // what came until then is there
        }
    }
}

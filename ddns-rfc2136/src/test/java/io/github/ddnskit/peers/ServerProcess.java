package io.github.ddnskit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the drivers of name servers have in common: a folder, a port, a process, and the wait for its first answer. */
abstract class ServerProcess implements PeerServer {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TRIES = 5;
    private static final Path MEMORY = Path.of("/dev/shm");

    private final List<PeerZone> zones;
    private final Path folder;
    private @Nullable Process process;
    private int port;

    ServerProcess(List<PeerZone> zones) {
        this.zones = List.copyOf(zones);
        try {
            // In memory if it can be: these servers wait for the disk at each update.
            folder = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "ddnskit-peer")
                    : Files.createTempDirectory("ddnskit-peer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs the server in the foreground. */
    abstract List<String> command(Path folder);

    /** Variables to add to the environment. */
    Map<String, String> environment() {
        return Map.of();
    }

    /** Writes the configuration. */
    abstract void configure(Path folder, int port, List<PeerZone> zones) throws IOException;

    /** Another program may take a free port before the server does; then another port is tried. */
    final PeerServer startSomewhere() {
        try {
            for (PeerZone zone : zones) {
                Files.writeString(folder.resolve(zone.name() + ".zone"), zone.file());
            }
            for (int i = 0; i < TRIES; i++) {
                port = freePort();
                configure(folder, port, zones);
                if (launch()) {
                    return this;
                }
            }
            String log = log();
            close();
            throw new IllegalStateException("the server does not start:\n" + log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final void stop() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public final void restart() {
        stop();
        try {
            if (!launch()) {
                throw new IllegalStateException("the server does not start again:\n" + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final List<String> data(String name, String type) {
        int number = Type.value(type);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Message answer = ask(name, number, DClass.IN);
            if (answer != null) {
                return answer.getSection(Section.ANSWER).stream()
                        .filter(record -> record.getType() == number)
                        .map(Record::rdataToString)
                        .sorted()
                        .toList();
            }
        }
        throw new IllegalStateException("the server no longer answers:\n" + log());
    }

    private boolean launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(folder))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment());
        Process started = builder.start();
        started.getOutputStream().close();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
        process = started;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!started.waitFor(20, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                if (zones.stream().allMatch(this::serves)) {
                    return started.isAlive();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
        return false;
    }

    private boolean serves(PeerZone zone) {
        Message answer = ask(zone.name(), Type.SOA, DClass.IN);
        return answer != null
                && answer.getHeader().getFlag(Flags.AA)
                && !answer.getSection(Section.ANSWER).isEmpty();
    }

    /** One question, and null if there is no answer yet. */
    private @Nullable Message ask(String name, int type, int dclass) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(100);
            Message question = Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, dclass));
            byte[] wire = question.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
            byte[] buffer = new byte[65535];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            return new Message(Arrays.copyOf(buffer, packet.getLength()));
        } catch (SocketTimeoutException notYet) {
            return null;
        } catch (IOException nobodyThere) {
            return null;
        }
    }

    /** A port that is free for TCP and for UDP. */
    private static int freePort() throws IOException {
        for (int i = 0; ; i++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
                return udp.getLocalPort();
            } catch (BindException taken) {
                if (i == TRIES) {
                    throw taken;
                }
            }
        }
    }

    @Override
    public final String log() {
        try {
            Path log = folder.resolve("log");
            return Files.exists(log) ? Files.readString(log) : "(it wrote nothing)";
        } catch (IOException e) {
            return "(its log cannot be read: " + e + ")";
        }
    }
}

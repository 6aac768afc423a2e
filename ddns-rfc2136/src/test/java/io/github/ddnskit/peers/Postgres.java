package io.github.ddnskit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL with a cluster of its own, which is gone when it is closed. Everybody who reaches its port on 127.0.0.1 is
 * {@code ddns}, who owns the empty database of that name. Nothing is flushed to the disk.
 */
public final class Postgres implements AutoCloseable {

    /** The role and the database. */
    public static final String NAME = "ddns";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TRIES = 5;
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path folder;
    private @Nullable Process process;
    private int port;

    private Postgres(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** {@return a running server, which takes connections already} */
    public static Postgres start() {
        Optional<Path> programs = programs();
        Peers.require(programs.isPresent(), "PostgreSQL is installed, since it runs against the real one");
        try {
            Postgres server = new Postgres(programs.orElseThrow(), Files.createTempDirectory("ddnskit-postgres"));
            server.create();
            server.startSomewhere();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the port on 127.0.0.1} */
    public int port() {
        return port;
    }

    /** Stops the server at once, as if it had crashed; what was committed stays. */
    public void stop() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(running.descendants(), Stream.of(running.toHandle()))
                .toList();
        // SIGTERM waits for the clients to leave; and the children end with their parent.
        signal(running, "-QUIT");
        try {
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                running.waitFor();
            }
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the server again on its port. */
    public void startAgain() {
        try {
            if (!launch()) {
                throw new IllegalStateException("PostgreSQL does not start again:\n" + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server and deletes its files. */
    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectory(data);
        if (isRoot()) {
            run("chown", "postgres", folder.toString(), data.toString());
        }
        run(asNobodySpecial(
                "initdb",
                "--pgdata=" + data,
                "--username=" + NAME,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
    }

    private void startSomewhere() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            if (launch()) {
                run(asNobodySpecial("createdb", "--host=127.0.0.1", "--port=" + port, "--username=" + NAME, NAME));
                return;
            }
        }
        String log = log();
        close();
        throw new IllegalStateException("PostgreSQL does not start:\n" + log);
    }

    private boolean launch() throws IOException {
        List<String> command = new ArrayList<>(
                asNobodySpecial("postgres", "-D", folder.resolve("data").toString()));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=" + folder,
                "fsync=off",
                "shared_buffers=16MB",
                "max_connections=50",
                "max_wal_senders=0",
                "wal_level=minimal")) {
            command.add("-c");
            command.add(setting);
        }
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        started.getOutputStream().close();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal(started, "-QUIT")));
        process = started;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!started.waitFor(20, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                if (log().contains("ready to accept connections") && takesConnections()) {
                    return started.isAlive();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
        return false;
    }

    private boolean takesConnections() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** PostgreSQL does not run as root. {@code setpriv} becomes what it starts, so that there is one process to end. */
    private List<String> asNobodySpecial(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(String... command) throws IOException {
        run(List.of(command));
    }

    private void run(List<String> command) throws IOException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + " failed:\n" + Files.readString(said));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(command + " was interrupted", e);
        }
    }

    private static void signal(Process process, String signal) {
        if (process.isAlive()) {
            try {
                new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (IOException e) {
                process.destroy();
            } catch (InterruptedException e) {
                process.destroy();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Debian keeps the programs of each version in a folder of its own. */
    private static Optional<Path> programs() {
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                return versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Comparator.naturalOrder());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Stream.of("/usr/local/bin", "/usr/bin")
                .map(Path::of)
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .findFirst();
    }

    private String log() {
        try {
            Path log = folder.resolve("log");
            return Files.exists(log) ? Files.readString(log) : "(it wrote nothing)";
        } catch (IOException e) {
            return "(its log cannot be read: " + e + ")";
        }
    }
}

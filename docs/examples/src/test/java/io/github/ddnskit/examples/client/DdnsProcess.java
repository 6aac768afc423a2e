package io.github.ddnskit.examples.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;

/** A run of {@code ddns.jar} in a process of its own. */
public final class DdnsProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "ddns.jar");
    private static final long PATIENCE_SECONDS = 120;
    private static final String END = "(it ended)";

    private final Process process;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> read = new ArrayList<>();
    private final Thread reader;

    private DdnsProcess(Process process) {
        this.process = process;
        reader = new Thread(this::readAll, "ddns-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it without anything else in the environment. */
    static DdnsProcess start(List<String> jvmOptions, String... args) throws IOException {
        return start(Map.of(), jvmOptions, args);
    }

    static DdnsProcess start(Map<String, String> environment, List<String> jvmOptions, String... args)
            throws IOException {
        return start(Path.of(""), List.of(), environment, jvmOptions, args);
    }

    /**
     * Starts it by way of another program.
     *
     * @param before the program and its arguments, such as {@code ip netns exec home}, which becomes this one
     * @param jvmOptions options of the JVM
     * @param args the command line
     * @return the running program
     * @throws IOException if it cannot be started
     */
    public static DdnsProcess startBehind(List<String> before, List<String> jvmOptions, String... args)
            throws IOException {
        return start(Path.of(""), before, Map.of(), jvmOptions, args);
    }

    /**
     * Starts it in a folder.
     *
     * @param folder the folder
     * @param args the command line
     * @return the running program
     * @throws IOException if it cannot be started
     */
    public static DdnsProcess startIn(Path folder, String... args) throws IOException {
        return start(folder, List.of(), Map.of(), List.of(), args);
    }

    /** Starts it with the first tier of the compiler only, which starts faster. */
    private static DdnsProcess start(
            Path folder, List<String> before, Map<String, String> environment, List<String> jvmOptions, String... args)
            throws IOException {
        Assertions.assertThat(JAR).as("mvn verify builds it").exists();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(before);
        command.add(java.toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        // a test that makes an archive of its own says so
        command.addAll(jvmOptions.isEmpty() ? ClassArchive.options(java, JAR.toAbsolutePath()) : jvmOptions);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new DdnsProcess(process);
    }

    /**
     * Waits for a line of its output, which includes its standard error.
     *
     * @param wanted tells the line
     * @return the line
     * @throws InterruptedException if this thread is interrupted
     */
    public String await(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            String line = unread.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("the line that was waited for did not come, but " + read);
            }
            read.add(line);
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /**
     * Waits until each of these lines has come, in whatever order.
     *
     * @param wanted tells the lines
     * @throws InterruptedException if this thread is interrupted
     */
    public void awaitAll(List<Predicate<String>> wanted) throws InterruptedException {
        List<Predicate<String>> missing = new ArrayList<>(wanted);
        while (!missing.isEmpty()) {
            await(line -> missing.removeIf(one -> one.test(line)));
        }
    }

    /**
     * Waits for its end.
     *
     * @return all that it printed
     * @throws InterruptedException if this thread is interrupted
     */
    public List<String> everything() throws InterruptedException {
        exitCode();
        reader.join();
        return output().stream().filter(line -> !line.equals(END)).toList();
    }

    /** {@return what it printed so far} */
    public List<String> output() {
        List<String> all = new ArrayList<>(read);
        all.addAll(unread);
        return all;
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its output, which it may still write to
    }

    /** SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start();
        Assertions.assertThat(kill.waitFor()).isZero();
    }

    /** Its number. */
    long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /**
     * Waits for its end.
     *
     * @return what it ended with
     * @throws InterruptedException if this thread is interrupted
     */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end; it printed " + read);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void readAll() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                unread.add(line);
            }
        } catch (IOException killed) {
            // what was printed until then is there
        }
        unread.add(END);
    }

    /** Writes a file as a careful program does, so that nobody reads half of it. */
    static void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), text);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}

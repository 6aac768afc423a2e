package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real changes of a real interface, in a network namespace that is linked to nothing. */
@SuppressWarnings("NullAway.Init")
class InterfaceSignalTest {

    private final String namespace = "ddnskit-" + ProcessHandle.current().pid();
    private String ip;

    @TempDir
    Path folder;

    @BeforeEach
    void makeNamespace() throws IOException, InterruptedException {
        ip = Peers.require("ip").toString();
        Peers.require("setpriv");
        Peers.require(run("netns", "add", namespace) == 0, "this user may make network namespaces, as root may");
        assertThat(run("-n", namespace, "link", "add", "here", "type", "veth", "peer", "name", "there"))
                .isZero();
        for (String end : List.of("here", "there")) {
            assertThat(run("-n", namespace, "link", "set", end, "up")).isZero();
        }
    }

    @AfterEach
    void removeNamespace() throws IOException, InterruptedException {
        run("netns", "del", namespace);
    }

    @Test
    void hintsAtChangesWithTheMonitorAndWithoutIt() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process program = start(output);
        try {
            awaitHints(output, "192.0.2.");
            List<ProcessHandle> monitors = awaitMonitor(program);
            program.getOutputStream().close();
            assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
            awaitLine(output, "closing -1");
            awaitEnd(monitors);
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void leavesNoMonitorBehindWhenTheJvmIsKilled() throws IOException, InterruptedException {
        Process program = start(folder.resolve("output"));
        try {
            List<ProcessHandle> monitors = awaitMonitor(program);
            program.destroyForcibly();
            assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
            awaitEnd(monitors);
        } finally {
            program.destroyForcibly();
        }
    }

    private Process start(Path output) throws IOException {
        Process program = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        awaitLine(output, "ready");
        return program;
    }

    /** Waits until {@code setpriv} has become {@code ip}. */
    private static List<ProcessHandle> awaitMonitor(Process program) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> program.descendants()
                                .filter(process -> commandLine(process).startsWith("ip\0monitor\0"))
                                .toList(),
                        monitors -> !monitors.isEmpty());
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> processes.stream()
                        .allMatch(process -> commandLine(process).isEmpty()));
    }

    /** What it runs; nothing once it has ended, even if nobody asks for its status. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Adds addresses until both kinds of hints have come: the monitor may not have begun to listen at the first. */
    private void awaitHints(Path output, String prefix) {
        int[] last = {0};
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    assertThat(run("-n", namespace, "address", "add", prefix + ++last[0] + "/32", "dev", "here"))
                            .isZero();
                    return Files.readAllLines(output).containsAll(List.of("polled", "told"));
                });
    }

    private static void awaitLine(Path output, String line) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.readAllLines(output).contains(line));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(ip, "netns", "exec", namespace));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(InterfacesOfANamespace.class.getName());
        return command;
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ip));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}

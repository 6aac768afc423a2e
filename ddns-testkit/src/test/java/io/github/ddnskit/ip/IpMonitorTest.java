package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell script in the place of {@code ip monitor}: it writes a line when the test writes to a pipe. */
class IpMonitorTest {

    private static final ConditionFactory EVENTUALLY = await().atMost(Duration.ofMinutes(2));

    private final AtomicInteger rung = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(-5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void makePipe() throws IOException, InterruptedException {
        Peers.require("sh");
        String mkfifo = Peers.require("mkfifo").toString();
        assertThat(new ProcessBuilder(mkfifo, folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void ringsAtTheFirstLineAndBeginsAgainLaterTheMoreOftenItRangForNothing() throws IOException {
        try (IpMonitor monitor = script("read go < pipe; echo line")) {
            for (int round = 1; round <= 3; round++) {
                keepRunningFor(monitor, 1 << (round - 1), false);
                Files.writeString(folder.resolve("pipe"), "go\n"); // once the script reads it
                int rings = round;
                EVENTUALLY.until(() -> rung.get() == rings);
            }
            keepRunningFor(monitor, 7, false);
            assertThat(starts()).isEqualTo(3);
            keepRunningFor(monitor, 1, true);
            EVENTUALLY.until(() -> starts() == 4);
        }
    }

    @Test
    void beginsAgainAfterTheThreadThatStartedItIsGone() throws IOException {
        try (IpMonitor monitor = script("kill -TERM $$")) {
            keepRunningFor(monitor, 1, false);
            EVENTUALLY.until(() -> rung.get() == 1);
            keepRunningFor(monitor, 2, false);
            EVENTUALLY.until(() -> starts() == 2);
        }
    }

    @Test
    void isNotStartedAgainIfItCannotMonitor() throws IOException {
        try (IpMonitor monitor = script("exit 1")) {
            keepRunningFor(monitor, 1, true);
            EVENTUALLY.until(() -> starts() == 1);
            keepRunningFor(monitor, 1000, true);
            assertThat(starts()).isEqualTo(1);
            assertThat(rung).hasValue(0);
        }
    }

    @Test
    void doesWithoutAProgramThatIsNotThere() {
        try (IpMonitor monitor =
                new IpMonitor(List.of("./there-is-no-such-program"), rung::incrementAndGet, nanos::get)) {
            keepRunningFor(monitor, 10, true);
            assertThat(rung).hasValue(0);
        }
    }

    @Test
    void endsTheProcessWhenItIsClosed() throws IOException {
        IpMonitor monitor = script("read go < pipe");
        keepRunningFor(monitor, 1, true);
        EVENTUALLY.until(() -> starts() == 1);
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("started")).get(0));
        monitor.close();
        EVENTUALLY.until(() -> ProcessHandle.of(pid).isEmpty());
        keepRunningFor(monitor, 1000, true);
        assertThat(starts()).isEqualTo(1);
        assertThat(rung).hasValue(0);
    }

    private IpMonitor script(String body) {
        String script = "cd '" + folder + "'; echo $$ >> started; " + body;
        return new IpMonitor(List.of("sh", "-c", script), rung::incrementAndGet, nanos::get);
    }

    private void keepRunningFor(IpMonitor monitor, int seconds, boolean changed) {
        for (int i = 0; i < seconds; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            monitor.keepRunning(changed);
        }
    }

    private int starts() throws IOException {
        Path started = folder.resolve("started");
        return Files.exists(started) ? Files.readAllLines(started).size() : 0;
    }
}

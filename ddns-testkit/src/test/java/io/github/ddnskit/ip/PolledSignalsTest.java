package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signals that look again and again, in manual time. */
class PolledSignalsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = ManualTime.create();
    private final AtomicInteger hints = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void hintsWhenAFileIsMadeWrittenReplacedAndRemoved() throws IOException {
        Path file = folder.resolve("address.txt");
        try (FileSignal signal = FileSignal.of(file)) {
            follow(signal);
            assertThat(hintsIn(SECOND)).isZero();
            Files.writeString(file, "192.0.2.1");
            assertThat(hintsIn(SECOND)).isOne();
            Files.writeString(file, "192.0.2.10");
            assertThat(hintsIn(SECOND)).isOne();
            FileTime then = Files.getLastModifiedTime(file);
            Path other = Files.writeString(folder.resolve("new.txt"), "192.0.2.20");
            Files.setLastModifiedTime(other, then);
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(hintsIn(SECOND)).isOne();
            Files.delete(file);
            assertThat(hintsIn(SECOND)).isOne();
            assertThat(hintsIn(Duration.ofMinutes(1))).isZero();
        }
    }

    @Test
    void hintsWhenTheClockIsPutForwardOrBackAndNotWhenItIsCorrected() {
        Instant start = time.now();
        AtomicLong jumped = new AtomicLong();
        try (ClockSignal signal = new ClockSignal(
                time.clock(), () -> Duration.between(start, time.now()).toNanos() - jumped.get())) {
            follow(signal);
            assertThat(hintsIn(Duration.ofHours(1))).isZero();
            for (Duration jump : List.of(Duration.ofHours(8), Duration.ofSeconds(-4))) {
                time.jump(jump);
                jumped.addAndGet(jump.toNanos());
                assertThat(hintsIn(Duration.ofMinutes(1))).as("%s", jump).isOne();
            }
            time.jump(SECOND);
            jumped.addAndGet(SECOND.toNanos());
            assertThat(hintsIn(Duration.ofMinutes(1))).isZero();
        }
    }

    @Test
    void hintsAfterASleepInWhichNanoTimeWentOnToo() {
        Instant start = time.now();
        try (ClockSignal signal = new ClockSignal(
                time.clock(), () -> Duration.between(start, time.now()).toNanos())) {
            follow(signal);
            assertThat(hintsIn(Duration.ofMinutes(1))).isZero();
            time.jump(Duration.ofHours(8));
            assertThat(hintsIn(Duration.ofSeconds(10))).isOne();
        }
    }

    @Test
    void worksWithoutASchedulerOfTheClientToo() throws IOException {
        Path file = folder.resolve("address.txt");
        try (FileSignal signal = FileSignal.of(file)) {
            signal.subscribe(hints::incrementAndGet);
            Files.writeString(file, "192.0.2.1");
            await().atMost(Duration.ofMinutes(2)).until(() -> hints.get() == 1);
        }
    }

    @Test
    void looksNoMoreOnceItIsClosed() {
        FileSignal signal = FileSignal.of(folder.resolve("address.txt"));
        follow(signal);
        assertThat(hintsIn(SECOND)).isZero();
        signal.close();
        assertThat(time.scheduled()).isEmpty();
    }

    private void follow(ChangeSignal signal) {
        signal.subscribe(hints::incrementAndGet, time.scheduler());
    }

    private int hintsIn(Duration duration) {
        int before = hints.get();
        time.advance(duration);
        return hints.get() - before;
    }
}

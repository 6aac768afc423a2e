package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    private final ManualTime time = ManualTime.at(START);
    private final Scheduler scheduler = time.scheduler();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsTasksInTheOrderOfTheirInstants() {
        scheduler.schedule(Duration.ofHours(2), () -> ran.add("late " + time.now()));
        scheduler.schedule(Duration.ofHours(1), () -> ran.add("early " + time.now()));
        scheduler.schedule(Duration.ofHours(1), () -> ran.add("then " + time.now()));
        time.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(ran).isEmpty();
        time.advance(Duration.ofDays(1));
        assertThat(ran)
                .containsExactly(
                        "early 2026-11-22T01:00:00Z", "then 2026-11-22T01:00:00Z", "late 2026-11-22T02:00:00Z");
        assertThat(time.now()).isEqualTo(START.plus(Duration.ofHours(25)).minusNanos(1));
        assertThat(time.clock().instant()).isEqualTo(time.now());
    }

    @Test
    void runsWhatTasksScheduleMeanwhile() {
        scheduler.schedule(
                Duration.ofMinutes(1), () -> scheduler.schedule(Duration.ofMinutes(1), () -> ran.add("second")));
        time.advance(Duration.ofMinutes(2));
        assertThat(ran).containsExactly("second");
    }

    @Test
    void runsNothingThatWasCancelledAndNothingAfterClose() {
        scheduler.schedule(Duration.ZERO, () -> ran.add("cancelled")).cancel();
        scheduler.schedule(Duration.ofMinutes(3), () -> ran.add("closed"));
        assertThat(time.scheduled()).containsExactly(Duration.ofMinutes(3));
        scheduler.close();
        time.advance(Duration.ofHours(1));
        assertThat(ran).isEmpty();
        assertThat(time.scheduled()).isEmpty();
    }

    @Test
    void letsTheClockJumpWithoutTheTasks() {
        scheduler.schedule(Duration.ofMinutes(1), () -> ran.add("task"));
        time.jump(Duration.ofDays(-1));
        assertThat(time.now()).isEqualTo(START.minus(Duration.ofDays(1)));
        assertThat(time.scheduled()).containsExactly(Duration.ofMinutes(1));
        time.advance(Duration.ofMinutes(1));
        assertThat(ran).hasSize(1);
        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1))).hasMessageContaining("use jump");
    }
}

package io.github.ddnskit.ip;

import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hints within ten seconds after the machine wakes up from sleep, in which it may have been carried elsewhere, and after its
 * clock was put forward or back. Thread-safe.
 *
 * <p>Every ten seconds, on the scheduler of the client, it compares the clock with {@link System#nanoTime}, which nobody puts
 * forward or back and which on most systems stands still during sleep; where it does not, nothing was looked at for long.
 * Differences up to 3 s, as a time server may correct, and pauses up to 30 s are not hinted at.
 */
public final class ClockSignal implements ChangeSignal {

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration TOLERANCE = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Ticks ticks = new Ticks(PERIOD, this::changed);
    private @Nullable Instant shown;
    private long ran;

    /**
     * Creates the signal.
     *
     * @param nanos the same as {@link System#nanoTime}
     */
    ClockSignal(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** {@return a signal of the clock of the system} */
    public static ClockSignal system() {
        return new ClockSignal(Clock.systemUTC(), System::nanoTime);
    }

    @Override
    public void subscribe(Runnable hint) {
        ticks.subscribe(hint, null);
    }

    @Override
    public void subscribe(Runnable hint, Scheduler scheduler) {
        ticks.subscribe(hint, scheduler);
    }

    @Override
    public void close() {
        ticks.close();
    }

    private boolean changed() {
        Instant before = shown;
        long ranBefore = ran;
        shown = clock.instant();
        ran = nanos.getAsLong();
        if (before == null) {
            return false;
        }
        Duration passed = Duration.ofNanos(ran - ranBefore);
        Duration jump = Duration.between(before, shown).minus(passed).abs();
        return jump.compareTo(TOLERANCE) > 0 || passed.compareTo(LONGEST_PAUSE) > 0;
    }
}

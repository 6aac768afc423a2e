package io.github.ddnskit.ip;

import io.github.ddnskit.internal.SystemScheduler;
import io.github.ddnskit.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program to be run in a network namespace: it writes {@code polled} when the look of a second has seen a change, and
 * {@code told} when {@code ip monitor} has led to one. It ends when its input does.
 */
final class InterfacesOfANamespace {

    private InterfacesOfANamespace() {}

    public static void main(String[] args) throws IOException {
        AtomicLong seconds = new AtomicLong();
        try (SystemScheduler system = new SystemScheduler();
                InterfaceSignal polled =
                        new InterfaceSignal(InterfaceChoice.ANY, List.of("./no-monitor"), System::nanoTime);
                InterfaceSignal told = new InterfaceSignal(
                        InterfaceChoice.ANY,
                        IpMonitor.COMMAND,
                        () -> Duration.ofMinutes(seconds.incrementAndGet()).toNanos())) {
            polled.subscribe(() -> System.out.println("polled"), system);
            told.subscribe(() -> System.out.println("told"), onlyWhatIsDueAtOnce(system));
            System.out.println("ready");
            int end = System.in.read();
            System.out.println("closing " + end);
        }
    }

    /** Without the looks of every second, only the monitor leads to any. */
    private static Scheduler onlyWhatIsDueAtOnce(Scheduler system) {
        return new Scheduler() {
            @Override
            public Task schedule(Duration delay, Runnable task) {
                return delay.isZero() ? system.schedule(delay, task) : () -> {};
            }

            @Override
            public void close() {}
        };
    }
}

package io.github.ddnskit.ip;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code ip monitor}, which writes a line whenever the kernel tells of a change, as a mere bell: nobody reads what
 * it writes. Its output is closed from the beginning, so the first line ends it by SIGPIPE, and its end is the sign, which
 * takes no thread that reads. Thread-safe.
 *
 * <p>{@code setpriv} makes the kernel end it with the thread that started it, so it does not outlive the JVM, however that
 * ends. A thread of a pool may go long before: that rings for nothing, and another one starts it again.
 */
final class IpMonitor implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(IpMonitor.class.getName());

    /** What hears of changes of addresses and interfaces, and ends by SIGTERM with the thread that starts it. */
    static final List<String> COMMAND = List.of("setpriv", "--pdeathsig", "TERM", "ip", "monitor", "address", "link");

    /** SIGPIPE and SIGTERM: 128 and the number of the signal, as the JDK has it. */
    private static final Set<Integer> EXPECTED = Set.of(128 + 13, 128 + 15);

    private static final long SHORTEST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(32).toNanos();

    private final List<String> command;
    private final Runnable ring;
    private final LongSupplier nanos;
    private @Nullable Process process;
    private long startedAt;
    private long pause = SHORTEST_PAUSE;
    private boolean over;

    /**
     * Creates it; nothing runs yet.
     *
     * @param ring what to call when something changed, possibly for no good reason; returns at once
     * @param nanos the same as {@link System#nanoTime}
     */
    IpMonitor(List<String> command, Runnable ring, LongSupplier nanos) {
        this.command = List.copyOf(command);
        this.ring = ring;
        this.nanos = nanos;
        startedAt = nanos.getAsLong();
    }

    /**
     * Starts it if it does not run: at most once a second, more seldom if it rang for nothing again and again, and never
     * again if it cannot be run. Call it often.
     *
     * @param changed whether there was a change, so that it is worth to hear of the next one
     */
    void keepRunning(boolean changed) {
        Process started = startIfDue(changed);
        if (started != null) {
            var unused = started.onExit().thenAccept(this::ended);
        }
    }

    private synchronized @Nullable Process startIfDue(boolean changed) {
        if (command.isEmpty()) {
            return null;
        }
        if (changed) {
            pause = SHORTEST_PAUSE;
        }
        if (over || process != null || nanos.getAsLong() - startedAt < pause) {
            return null;
        }
        startedAt = nanos.getAsLong();
        try {
            Process started = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process = started;
            started.getInputStream().close();
            started.getOutputStream().close();
            return started;
        } catch (IOException e) {
            giveUp("cannot be run");
            return null;
        }
    }

    /** Whether there is a command to run. */
    boolean isWanted() {
        return !command.isEmpty();
    }

    /** Whether it waits for something to tell. */
    synchronized boolean isRunning() {
        return process != null;
    }

    @Override
    public synchronized void close() {
        over = true;
        end();
    }

    private void ended(Process ended) {
        synchronized (this) {
            if (over) {
                return;
            }
            process = null;
            if (!EXPECTED.contains(
                    ended.exitValue())) { // such as the setpriv or ip of busybox, which know no such thing
                giveUp("ended with status " + ended.exitValue());
                return;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        ring.run();
    }

    private void giveUp(String why) {
        over = true;
        end();
        LOG.log(System.Logger.Level.DEBUG, "{0} {1}, so addresses are listed every second", command.get(0), why);
    }

    private void end() {
        if (process != null) {
            process.destroyForcibly();
            process = null;
        }
    }
}

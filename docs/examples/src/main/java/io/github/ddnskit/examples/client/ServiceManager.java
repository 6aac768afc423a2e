package io.github.ddnskit.examples.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd how the program is (sd_notify(3)), if systemd has started it and wants to know. Thread-safe.
 *
 * <p>systemd listens on a datagram socket of the file system, and Java 17 has only stream sockets there. So the program
 * {@code systemd-notify}, which is there wherever systemd is, sends the messages; the unit must allow that with
 * {@code NotifyAccess=all}.
 */
final class ServiceManager {

    private static final String PROGRAM = "systemd-notify";
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final long PATIENCE_SECONDS = 10;
    private static final int LONGEST_STATUS = 500;

    private final @Nullable String socket;
    private final @Nullable Duration watchdog;
    private final PrintWriter err;
    private boolean unreachable;

    private ServiceManager(@Nullable String socket, @Nullable Duration watchdog, PrintWriter err) {
        this.socket = socket;
        this.watchdog = watchdog;
        this.err = err;
    }

    /**
     * The one that started this program, if any did.
     *
     * @param environment where systemd says so
     * @param err where to say that it cannot be told
     */
    static ServiceManager of(Map<String, String> environment, PrintWriter err) {
        String pid = environment.get("WATCHDOG_PID");
        boolean meant =
                pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return new ServiceManager(
                environment.get(SOCKET), meant ? watchdog(environment.get("WATCHDOG_USEC")) : null, err);
    }

    /** Whether somebody listens. */
    boolean listens() {
        return socket != null;
    }

    /** After what time without a sign of life this program is killed, or null if it is left in peace. */
    @Nullable
    Duration watchdog() {
        return watchdog;
    }

    /** The program works. */
    void ready(String status) {
        tell(true, "READY=1", status(status));
    }

    /** The program is alive, and how it is. */
    void alive(String status) {
        if (watchdog == null) {
            tell(false, status(status));
        } else {
            tell(false, "WATCHDOG=1", status(status));
        }
    }

    /** The program reads its configuration again, until it is ready. */
    void reloading() {
        // On Linux, nanoTime is the monotonic clock that systemd means.
        tell(false, "RELOADING=1", "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    /** The program ends. */
    void stopping() {
        tell(false, "STOPPING=1");
    }

    private void tell(boolean whoIAm, String... assignments) {
        if (socket == null) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        if (whoIAm) {
            command.add("--pid=" + ProcessHandle.current().pid());
        }
        command.addAll(List.of(assignments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear(); // there may be secrets
            builder.environment().put(SOCKET, socket);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            complain(!ended, "it hangs");
            complain(ended && process.exitValue() != 0, "it fails");
        } catch (IOException e) {
            complain(true, "it cannot be started");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void complain(boolean wrong, String why) {
        if (wrong && !unreachable) {
            unreachable = true; // said once is enough
            err.println("ddns: systemd is not told how this program is, since it needs " + PROGRAM + ": " + why);
        }
    }

    /** One line, whatever a provider wrote into it. */
    private static String status(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return "STATUS=" + (line.length() > LONGEST_STATUS ? line.substring(0, LONGEST_STATUS) + "..." : line);
    }

    private static @Nullable Duration watchdog(@Nullable String micros) {
        try {
            long time = micros == null ? 0 : Long.parseLong(micros);
            return time > 0 ? Duration.ofNanos(Math.multiplyExact(time, 1000L)) : null;
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }
}

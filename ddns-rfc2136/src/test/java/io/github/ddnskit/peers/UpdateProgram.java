package io.github.ddnskit.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs other people's programs that update names. When they are done they may wait for more; and if they lose patience with a
 * machine that has much else to do, they may wait for better times or end.
 */
public final class UpdateProgram {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_RUNS = 4;

    private UpdateProgram() {}

    /**
     * Runs a program until its work is done, and again if that did not come of it.
     *
     * @param command the program and its arguments
     * @param output where its output is written
     * @param done whether the work is done
     * @return what the last run said
     */
    public static String run(List<String> command, Path output, BooleanSupplier done)
            throws IOException, InterruptedException {
        for (int i = 0; i < MOST_RUNS && !done.getAsBoolean(); i++) {
            runOnce(command, output, done);
        }
        return Files.readString(output);
    }

    private static void runOnce(List<String> command, Path output, BooleanSupplier done)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!done.getAsBoolean()
                    && System.nanoTime() < deadline
                    && !process.waitFor(100, TimeUnit.MILLISECONDS)) {
                // it goes on
            }
        } finally {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}

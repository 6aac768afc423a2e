package io.github.ddnskit.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this JVM holds on to.
 *
 * @param heap bytes that are still in use after a collection
 * @param threads how many live
 * @param descriptors how many files and sockets are open; 0 where there is no {@code /proc}
 */
record Footprint(long heap, int threads, long descriptors) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Looks, after it has collected what nobody uses. */
    static Footprint now() throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openDescriptors());
    }

    private static long openDescriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count() - 1; // but for that of the list itself
        }
    }

    /** As cells of a table. */
    String cells() {
        return String.format(Locale.ROOT, "%.2f MiB | %d | %d |", heap / 1048576.0, threads, descriptors);
    }
}

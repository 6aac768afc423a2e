package io.github.ddnskit.ip;

import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hints within a second when a file was written, replaced, made or removed. Thread-safe.
 *
 * <p>It looks at the time, length and identity of the file, once a second if not told otherwise, on the scheduler of the
 * client. Unlike the
 * JDK's {@code WatchService}, that needs no thread, and sees changes on network file systems and behind symbolic links.
 */
public final class FileSignal implements ChangeSignal {

    private final Path file;
    private final Ticks ticks;
    private @Nullable Stamp known;

    private FileSignal(Path file, Duration period) {
        this.file = file;
        this.ticks = new Ticks(period, this::changed);
    }

    /**
     * A signal of one file, which need not exist yet.
     *
     * @param file the file
     * @return the signal
     */
    public static FileSignal of(Path file) {
        return of(file, Duration.ofSeconds(1));
    }

    /**
     * A signal of one file that is looked at as often as is worth it.
     *
     * @param file the file
     * @param period the time between two looks, at least 1 ms
     * @return the signal
     * @throws IllegalArgumentException if it is shorter
     */
    public static FileSignal of(Path file, Duration period) {
        if (period.toMillis() < 1) {
            throw new IllegalArgumentException("the time between two looks is at least 1 ms, not " + period);
        }
        return new FileSignal(file, period);
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

    /** What changes with a file; the key tells apart files that took each other's place. */
    private record Stamp(
            FileTime modified, long length, @Nullable Object key) {}

    private boolean changed() {
        Stamp before = known;
        known = stamp();
        return known == null ? before != null : !known.equals(before);
    }

    private @Nullable Stamp stamp() {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException e) { // missing, or out of reach: when that ends, there is something to look at
            return null;
        }
    }
}

package io.github.ddnskit.examples.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Remembers when the lines of programs that watch something told of each thing first. Thread-safe. */
final class Sightings implements AutoCloseable {

    private final Map<String, Long> first = new HashMap<>();
    private final List<Process> watchers = new ArrayList<>();

    /**
     * Starts a program that writes a line for whatever it sees.
     *
     * @param what what a line is about, if it is worth remembering
     */
    synchronized void watch(List<String> command, Function<String, Optional<String>> what) throws IOException {
        Process watcher = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        watchers.add(watcher);
        Thread reader = new Thread(() -> read(watcher, what), "sightings");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for something: when it was seen first, by {@link System#nanoTime}, or empty if it was not seen in time. */
    synchronized OptionalLong await(String what, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Long seen = first.get(what);
        while (seen == null) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return OptionalLong.empty();
            }
            wait(left);
            seen = first.get(what);
        }
        return OptionalLong.of(seen);
    }

    @Override
    public synchronized void close() {
        watchers.forEach(Process::destroyForcibly);
    }

    private void read(Process watcher, Function<String, Optional<String>> what) {
        try (BufferedReader in = watcher.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                long now = System.nanoTime();
                what.apply(line).ifPresent(seen -> saw(seen, now));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private synchronized void saw(String what, long now) {
        first.putIfAbsent(what, now);
        notifyAll();
    }
}

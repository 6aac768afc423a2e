package io.github.ddnskit.examples.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** What a process uses while nothing happens, by {@code /proc}. */
final class IdleCost {

    /** A tick of {@code /proc/PID/stat}, on every Linux that Java runs on. */
    private static final int TICK_MILLIS = 10;

    private IdleCost() {}

    /** A JVM that does nothing, to compare with. */
    public static void main(String[] args) throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** The CPU time that it and its children that ended have used so far, in milliseconds. */
    static long cpuMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Arrays.stream(words, 11, 15).mapToLong(Long::parseLong).sum() * TICK_MILLIS;
    }

    /** The first 15 characters of the name of each thread, in alphabetical order. */
    static List<String> threads(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return tasks.map(IdleCost::name).sorted().toList();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "(ended)";
        }
    }
}

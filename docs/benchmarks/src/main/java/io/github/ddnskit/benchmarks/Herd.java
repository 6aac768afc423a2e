package io.github.ddnskit.benchmarks;

import io.github.ddnskit.policy.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * A million devices come back within half a minute after a regional outage, all with new addresses, and want to tell one
 * provider. It can do so much work in a second; to refuse a request is a tenth of the work of taking it, so that it can be
 * busy with nothing but refusing. Simulated time, one second a step; the waits are those of {@link Backoff} itself.
 */
public final class Herd {

    private static final int DEVICES = 1_000_000;
    private static final int BACK_WITHIN_SECONDS = 30;
    private static final int CAPACITY = 5_000;
    private static final double REFUSAL = 0.1;
    private static final int END = 4 * 3600;

    private final SplittableRandom random = new SplittableRandom(2026);

    private Herd() {}

    /**
     * Runs it.
     *
     * @param args the SVG file to write, or none
     * @throws IOException if it cannot be written
     */
    public static void main(String[] args) throws IOException {
        Herd herd = new Herd();
        Backoff ours = Backoff.standard();
        List<Run> runs = List.of(
                herd.run("ddnskit: full jitter", failures -> ours.delay(failures, herd.random)),
                herd.run("the same waits without jitter", ours::limit),
                herd.run("again after a minute, always", failures -> Duration.ofMinutes(1)));
        System.out.printf(
                "%,d devices, back within %d s; the provider takes %,d requests a second%n%n",
                DEVICES, BACK_WITHIN_SECONDS, CAPACITY);
        System.out.println(
                "| waits | requests in all | most in a second | 50 % right after | 99 % right after | all |");
        System.out.println("|---|---|---|---|---|---|");
        runs.forEach(run -> System.out.println(run.row()));
        if (args.length > 0) {
            Files.writeString(Path.of(args[0]), HerdChart.of(runs, CAPACITY));
        }
    }

    private Run run(String name, IntFunction<Duration> waits) {
        List<IntList> due = new ArrayList<>();
        for (int second = 0; second <= END; second++) {
            due.add(new IntList());
        }
        byte[] failures = new byte[DEVICES];
        for (int device = 0; device < DEVICES; device++) {
            due.get(random.nextInt(BACK_WITHIN_SECONDS)).add(device);
        }
        Run run = new Run(name);
        for (int second = 0; second < END && run.right < DEVICES; second++) {
            IntList offered = due.get(second);
            int taken = taken(offered.size);
            offered.shuffle(random);
            for (int i = taken; i < offered.size; i++) {
                int device = offered.items[i];
                failures[device] = (byte) Math.min(100, failures[device] + 1);
                long wait = Math.max(1, Math.round(waits.apply(failures[device]).toMillis() / 1000.0));
                due.get((int) Math.min(END, second + wait)).add(device);
            }
            run.add(offered.size, taken);
            due.set(second, new IntList());
        }
        return run;
    }

    /** How many of so many requests are taken, while the rest is refused. */
    private static int taken(int offered) {
        if (offered <= CAPACITY) {
            return offered;
        }
        return (int) Math.max(0, (CAPACITY - REFUSAL * offered) / (1 - REFUSAL));
    }

    /** What happened in one run, second by second. */
    static final class Run {
        final String name;
        final List<Integer> offered = new ArrayList<>();
        private final List<Integer> rightAfter = new ArrayList<>();
        private int right;

        Run(String name) {
            this.name = name;
        }

        private void add(int requests, int taken) {
            offered.add(requests);
            right += taken;
            rightAfter.add(right);
        }

        private String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %s | %s | %s |",
                    name,
                    offered.stream().mapToLong(Integer::longValue).sum(),
                    offered.stream().mapToInt(Integer::intValue).max().orElse(0),
                    after(0.5),
                    after(0.99),
                    after(1));
        }

        private String after(double share) {
            for (int second = 0; second < rightAfter.size(); second++) {
                if (rightAfter.get(second) >= share * DEVICES) {
                    return second + 1 + " s";
                }
            }
            return "not in " + END / 3600 + " h";
        }
    }

    /** Numbers without a box around each. */
    private static final class IntList {
        private int[] items = new int[16];
        private int size;

        void add(int item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
        }

        void shuffle(SplittableRandom random) {
            for (int i = size - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int item = items[i];
                items[i] = items[other];
                items[other] = item;
            }
        }
    }
}

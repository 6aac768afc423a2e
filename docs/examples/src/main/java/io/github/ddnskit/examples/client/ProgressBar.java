package io.github.ddnskit.examples.client;

import java.io.PrintWriter;
import java.util.Locale;

/** A line on a terminal that is written over and over again; silent elsewhere. */
final class ProgressBar {

    private static final int WIDTH = 30;

    private final PrintWriter terminal;
    private final boolean shown;
    private final int total;
    private final long begin = System.nanoTime();

    /** A bar for so many names. */
    ProgressBar(PrintWriter terminal, boolean shown, int total) {
        this.terminal = terminal;
        this.shown = shown;
        this.total = total;
    }

    void show(int done, int failed) {
        if (!shown) {
            return;
        }
        int filled = total == 0 ? WIDTH : (int) ((long) done * WIDTH / total);
        terminal.printf(
                Locale.ROOT,
                "\r[%s%s] %,d of %,d names, %,d failed, %,.0f a second ",
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                done,
                total,
                failed,
                done / seconds());
        terminal.flush();
    }

    void end() {
        if (shown) {
            terminal.println();
        }
    }

    double seconds() {
        return Math.max(1e-3, (System.nanoTime() - begin) / 1e9);
    }
}

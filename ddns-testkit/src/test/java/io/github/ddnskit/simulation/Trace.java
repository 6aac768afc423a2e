package io.github.ddnskit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a schedule, line by line, if anybody wants to know. */
final class Trace {

    private final List<String> lines = new ArrayList<>();
    private final boolean kept;

    private Trace(boolean kept) {
        this.kept = kept;
    }

    static Trace kept() {
        return new Trace(true);
    }

    static Trace none() {
        return new Trace(false);
    }

    /** Adds a line; it is not even made if nobody wants it. */
    void add(Supplier<String> line) {
        if (kept) {
            lines.add(line.get());
        }
    }

    List<String> lines() {
        return lines;
    }

    String last(int count) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}

package io.github.ddnskit.examples.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that was logged at any level while it listened, and everything that was added. */
final class Transcript extends Handler {

    private static final Logger ROOT = Logger.getLogger("");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Handler> others = List.of(ROOT.getHandlers());
    private final Level level = ROOT.getLevel();

    void listen() {
        setLevel(Level.ALL);
        others.forEach(ROOT::removeHandler);
        ROOT.addHandler(this);
        ROOT.setLevel(Level.ALL);
    }

    void add(Object... shown) {
        for (Object one : shown) {
            lines.add(one instanceof Throwable thrown ? trace(thrown) : one.toString());
        }
    }

    void requireSilenceOf(String... secrets) {
        assertThat(lines).as("something must have been said").hasSizeGreaterThan(10);
        for (String secret : secrets) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    @Override
    public void publish(LogRecord record) {
        Object[] parameters = record.getParameters();
        lines.add(record.getMessage() + " " + Arrays.deepToString(parameters == null ? new Object[0] : parameters));
        if (record.getThrown() != null) {
            lines.add(trace(record.getThrown()));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        others.forEach(ROOT::addHandler);
        ROOT.setLevel(level);
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}

package io.github.ddnskit.examples.client;

import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option that says how much is logged to the standard error, a line for each record. */
final class LogOption {

    /** What the names of the option are in {@code java.util.logging}, behind {@link System.Logger}. */
    enum LogLevel {
        OFF(Level.OFF),
        ERROR(Level.SEVERE),
        WARNING(Level.WARNING),
        INFO(Level.INFO),
        DEBUG(Level.FINE);

        private final Level level;

        LogLevel(Level level) {
            this.level = level;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "warning",
            description = "How much to log to standard error: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private LogLevel level = LogLevel.WARNING;

    /** Sends the log of everything in this program to the standard error of the command. */
    void apply() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(level.level);
        root.addHandler(new LineHandler(command.commandLine().getErr()));
    }

    private static final class LineHandler extends Handler {

        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

        private final PrintWriter err;
        private final SimpleFormatter formatter = new SimpleFormatter();

        LineHandler(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void publish(LogRecord record) {
            String name = String.valueOf(record.getLoggerName());
            err.println(TIME.format(record.getInstant()) + " "
                    + record.getLevel().getName().toLowerCase(Locale.ROOT) + " "
                    + name.substring(name.lastIndexOf('.') + 1) + ": " + formatter.formatMessage(record)
                    + (record.getThrown() == null ? "" : ": " + record.getThrown()));
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {}
    }
}

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command takes: {@code --help}, {@code --version}, and how much to log to the standard error. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
final class CommonOptions {

    /** How much is logged, by the names of {@link System.Logger}. */
    enum LogLevel {
        OFF,
        ERROR,
        WARNING,
        INFO,
        DEBUG;

        /** The same in the terms of {@code java.util.logging}, which stands behind {@link System.Logger}. */
        Level level() {
            return switch (this) {
                case OFF -> Level.OFF;
                case ERROR -> Level.SEVERE;
                case WARNING -> Level.WARNING;
                case INFO -> Level.INFO;
                case DEBUG -> Level.FINE;
            };
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
    void startLogging() {
        startLogging(level, command.commandLine().getErr());
    }

    /** Sends the log of everything in this program to a standard error. */
    static void startLogging(LogLevel level, PrintWriter err) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(level.level());
        root.addHandler(new LineHandler(err));
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
                    + nameOf(record.getLevel()) + " "
                    + name.substring(name.lastIndexOf('.') + 1) + ": " + formatter.formatMessage(record)
                    + (record.getThrown() == null ? "" : ": " + record.getThrown()));
        }

        private static String nameOf(Level level) {
            for (LogLevel known : LogLevel.values()) {
                if (known != LogLevel.OFF && level.intValue() >= known.level().intValue()) {
                    return known.toString();
                }
            }
            return "trace";
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {}
    }
}

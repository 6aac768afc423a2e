package io.github.ddnskit.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps what simulating threads log from the console, and shows it to the checks instead. */
final class Quiet implements AutoCloseable {

    private static final ThreadLocal<@Nullable Consumer<String>> READER = new ThreadLocal<>();

    private final Map<Handler, @Nullable Filter> before = new HashMap<>();

    Quiet() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            Filter filter = handler.getFilter();
            before.put(handler, filter);
            handler.setFilter(record -> !read(record) && (filter == null || filter.isLoggable(record)));
        }
    }

    /** From now on this thread simulates. */
    static void simulate(Consumer<String> reader) {
        READER.set(reader);
    }

    /** This thread simulates no more. */
    static void end() {
        READER.remove();
    }

    static boolean isSimulating() {
        return READER.get() != null;
    }

    @Override
    public void close() {
        before.forEach(Handler::setFilter);
    }

    private static boolean read(LogRecord record) {
        Consumer<String> reader = READER.get();
        if (reader != null) {
            reader.accept(record.getMessage() + " " + java.util.Arrays.toString(record.getParameters()) + " "
                    + Objects.toString(record.getThrown(), ""));
        }
        return reader != null;
    }
}

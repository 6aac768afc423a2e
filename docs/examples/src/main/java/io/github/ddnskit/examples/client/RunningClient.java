package io.github.ddnskit.examples.client;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Health;
import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.event.DdnsListener;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.ChangeSignal;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client as a file describes it, and describes it again while the client runs. */
final class RunningClient implements AutoCloseable {

    private final ConfigOption configuration;
    private final List<ChangeSignal> signals;
    private final Optional<Path> state;
    private final StateLock lock;
    private final DdnsClient client;

    /**
     * Builds the client; it is not started yet.
     *
     * @param signals those that the client has beside the ones of the file
     * @throws ConfigException if anything is wrong with the file
     * @throws Main.FailedException if another program uses its state
     */
    RunningClient(ConfigOption configuration, List<ChangeSignal> signals, DdnsListener listener)
            throws ConfigException, Main.FailedException {
        this.configuration = configuration;
        this.signals = List.copyOf(signals);
        try (DdnsConfig config = configuration.read()) {
            state = config.stateFile();
            lock = StateLock.of(state);
            try {
                client = completed(config.client(), config).listener(listener).build();
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        }
    }

    /** Begins to work. */
    void start() {
        client.start();
    }

    /**
     * Reads the file again, and goes on as it says now, or as before if it is wrong.
     *
     * @param err where to say what is wrong with it, a line for each problem
     * @return how many hosts there are now, or null if the client goes on as before
     */
    @Nullable
    Integer reload(PrintWriter err) {
        String prefix = "ddns: " + configuration.file() + ": ";
        try (DdnsConfig config = configuration.read()) {
            if (!config.stateFile().equals(state)) {
                err.println(prefix + "$.state: cannot change while the program runs: restart it for that");
                return null;
            }
            client.reconfigure(completed(config.changes(), config));
            return config.hosts().size();
        } catch (ConfigException e) {
            e.problems().forEach(problem -> err.println(prefix + problem));
        } catch (IllegalStateException | UncheckedIOException e) { // such as: it is closed just now
            err.println(prefix + "is not used: " + e.getMessage());
        }
        return null;
    }

    /** How it is, in one line. */
    String summary() {
        DdnsStatus status = client.status();
        Health health = status.health();
        long right = status.records().stream()
                .filter(DdnsStatus.RecordStatus::upToDate)
                .count();
        int others = health.reasons().size() - 1;
        return health.level() + ", " + right + (right == 1 ? " record is" : " records are") + " up to date"
                + (health.reasons().isEmpty() ? "" : "; " + health.reasons().get(0))
                + (others > 0 ? " (and " + others + " more)" : "");
    }

    @Override
    public void close() {
        client.close();
        lock.close();
    }

    private DdnsClient.Builder completed(DdnsClient.Builder builder, DdnsConfig config) {
        signals.forEach(builder::signal);
        return config.verification() instanceof Verification.None
                ? builder
                : builder.verify(config.verification(), new HostObserver(config.hosts()));
    }
}

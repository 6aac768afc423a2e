package io.github.ddnskit.state;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs transactions for which nobody waits too long: on threads of their own, because a driver may take for ever to
 * connect. Thread-safe.
 */
final class Transactions implements AutoCloseable {

    /** So that a database which does not answer gets no more threads than that. */
    private static final int THREADS = 4;

    /** Those who come at once wait for each other, but nobody waits for long. */
    private static final int MOST_WAITING = 64;

    private static final long IDLE_SECONDS = 10;

    /** What people can do something about, by the beginning of the SQLSTATE. */
    private static final Map<String, String> WORDS = Map.of(
            "08", "cannot be reached",
            "25006", "is read-only: is it a standby?",
            "28", "rejects the credentials",
            "3D", "has no database of that name",
            "42501", "does not allow it: the role needs SELECT, INSERT, UPDATE and DELETE on the tables ddnskit_*",
            "42P01", "has no tables ddnskit_*: call createSchema()",
            "53", "has no room for more",
            "55P03", "did not answer in time",
            "57", "did not answer in time, or is going down");

    private final DataSource database;
    private final Duration patience;
    private final ThreadPoolExecutor threads;

    Transactions(DataSource database, Duration patience) {
        this.database = database;
        this.patience = patience;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                    Thread thread = new Thread(work, "ddnskit-database");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private enum Phase {
        RUNNING,
        COMMITTING,
        ABANDONED
    }

    <T> T run(Work<T> work) throws IOException {
        return run(patience, work);
    }

    /** Does it all, or nothing; after an exception while it commits, one of both. */
    <T> T run(Duration patience, Work<T> work) throws IOException {
        AtomicReference<Phase> phase = new AtomicReference<>(Phase.RUNNING);
        FutureTask<T> task = new FutureTask<>(() -> transact(patience, work, phase));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IOException("the database still owes answers to " + (THREADS + MOST_WAITING) + " requests");
        }
        boolean interrupted = false;
        long start = System.nanoTime();
        long limit = patience.toNanos();
        try {
            while (true) {
                try {
                    return task.get(start + limit - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // an interrupt ends requests, and not the writing down of what came of them
                } catch (TimeoutException e) {
                    if (phase.compareAndSet(Phase.RUNNING, Phase.ABANDONED) || limit > patience.toNanos()) {
                        threads.remove(task); // if it has not even begun
                        throw new IOException("the database did not answer in time");
                    }
                    limit += patience.toNanos(); // for the commit, which may be halfway through
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T transact(Duration patience, Work<T> work, AtomicReference<Phase> phase) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (phase.get() == Phase.ABANDONED) {
                throw new SQLException("too late", "57014");
            }
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                begin(connection, patience);
                T result = work.in(connection);
                // What was given up must not be done later, when something newer may stand there.
                if (!phase.compareAndSet(Phase.RUNNING, Phase.COMMITTING)) {
                    throw new SQLException("too late", "57014");
                }
                connection.commit();
                done = true;
                return result;
            } finally {
                end(connection, done);
            }
        }
    }

    /**
     * The server ends what a replica that is cut off has begun, or its locks would outlive its leases. Whatever the
     * database's default is, each statement is to see what was committed before it.
     */
    private static void begin(Connection connection, Duration patience) throws SQLException {
        long limit = patience.toMillis();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = " + limit
                    + "; SET LOCAL idle_in_transaction_session_timeout = " + limit);
        }
    }

    /** Leaves the connection as a pool expects it. */
    private static void end(Connection connection, boolean done) {
        try {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            // What is wrong with it was said already, or the pool will find out.
        }
    }

    /** Without the cause: drivers and pools write into their messages what they were configured with. */
    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof SQLException sql) {
            String state = sql.getSQLState() == null ? "" : sql.getSQLState();
            return new IOException("the database "
                    + WORDS.entrySet().stream()
                            .filter(entry -> state.startsWith(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse("failed")
                    + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")"));
        }
        return new IOException(
                "the database failed: " + (cause == null ? "" : cause.getClass().getSimpleName()));
    }

    /** Lets what runs come to its end. */
    @Override
    public void close() {
        threads.shutdown();
    }
}

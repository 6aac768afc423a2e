package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Keeps accounts and what hosts hold in a PostgreSQL database, which several gateways share: a change of one is seen by all
 * at once. Thread-safe.
 *
 * <p>Each request takes a connection and closes it, so give it a pool, with a time limit of its own for connecting. A
 * statement that takes longer than five seconds is given up. Messages of exceptions hold nothing of a connection string.
 *
 * <p>What gateways do not share: limits and lockouts, which each counts for itself, and the line in which the updates of a
 * name wait. No gateway overwrites what another acknowledged with something that was answered before; but an update whose
 * sender did not wait for its answer may be written after a newer one that another gateway took. Let names lapse at one
 * gateway only, since the last look whether a name was refreshed and its removal are two steps.
 */
public final class JdbcGatewayStore implements AccountStore, RefreshStore {

    private static final String SCHEMA = "/META-INF/ddnskit/gateway-postgresql.sql";
    private static final int PATIENCE_SECONDS = 5;
    private static final int MOST_LAPSING = 10_000;
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    private JdbcGatewayStore(DataSource database) {
        this.database = database;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException, IOException;
    }

    /**
     * A store in a database. Nothing is read or written yet.
     *
     * @param database PostgreSQL 12 or later
     * @return the store
     */
    public static JdbcGatewayStore in(DataSource database) {
        return new JdbcGatewayStore(Objects.requireNonNull(database));
    }

    /**
     * Makes the tables if they are not there, with {@code META-INF/ddnskit/gateway-postgresql.sql}. Whoever has migrations
     * of their own takes that file there instead.
     *
     * @throws IOException if the database cannot be reached, or does not allow it
     */
    public void createSchema() throws IOException {
        String script;
        try (InputStream in = Objects.requireNonNull(JdbcGatewayStore.class.getResourceAsStream(SCHEMA))) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        run(connection -> {
            try (Statement statement = connection.createStatement()) {
                // two gateways that make the tables at the same time wait for each other
                return statement.execute("SELECT pg_advisory_xact_lock(7301946283471); " + script);
            }
        });
    }

    @Override
    public Optional<Account> find(String name) throws IOException {
        return one("SELECT body FROM ddnskit_account WHERE name = ?", name);
    }

    @Override
    public Optional<Account> holder(String tokenId) throws IOException {
        return one(
                "SELECT body FROM ddnskit_account_token t JOIN ddnskit_account a ON a.name = t.account WHERE t.id = ?",
                tokenId);
    }

    @Override
    public List<Account> all() throws IOException {
        return run(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT body FROM ddnskit_account ORDER BY name COLLATE \"C\"")) {
                return accounts(select);
            }
        });
    }

    @Override
    public void change(String name, UnaryOperator<Optional<Account>> change) throws IOException {
        run(connection -> {
            update(connection, "SELECT pg_advisory_xact_lock(hashtextextended(?, 73019462))", name);
            Optional<Account> before;
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT body FROM ddnskit_account WHERE name = ?")) {
                select.setString(1, name);
                before = accounts(select).stream().findFirst();
            }
            Optional<Account> after = change.apply(before);
            update(connection, "DELETE FROM ddnskit_account WHERE name = ?", name);
            if (after.isPresent()) {
                Account account = after.get();
                if (!account.name().equals(name)) {
                    throw new IllegalArgumentException("an account cannot change its name");
                }
                update(
                        connection,
                        "INSERT INTO ddnskit_account (name, body) VALUES (?, ?)",
                        name,
                        AccountJson.write(account));
                for (Hostname host : account.hosts()) {
                    insert(connection, "ddnskit_account_host (host", host.ascii(), name);
                }
                for (AccountToken token : account.tokens()) {
                    insert(connection, "ddnskit_account_token (id", token.id(), name);
                }
            }
            return true;
        });
    }

    @Override
    public Map<Hostname, Refresh> recall(Set<Hostname> hosts) throws IOException {
        return run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT host, at, addresses FROM ddnskit_refresh WHERE host = ANY (?)")) {
                select.setArray(
                        1,
                        connection.createArrayOf(
                                "text", hosts.stream().map(Hostname::ascii).toArray()));
                return refreshes(select);
            }
        });
    }

    @Override
    public void remember(Map<Hostname, Refresh> refreshed) throws IOException {
        run(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO ddnskit_refresh AS old"
                    + " (host, at, addresses) VALUES (?, ?, ?) ON CONFLICT (host) DO UPDATE"
                    + " SET at = excluded.at, addresses = excluded.addresses WHERE old.at <= excluded.at")) {
                // in order, so that two gateways do not wait for each other
                for (Map.Entry<Hostname, Refresh> entry : new TreeMap<>(refreshed).entrySet()) {
                    upsert.setString(1, entry.getKey().ascii());
                    upsert.setTimestamp(2, Timestamp.from(entry.getValue().at()));
                    upsert.setString(
                            3,
                            entry.getValue().addresses().stream()
                                    .map(IpLiteral::format)
                                    .sorted()
                                    .collect(Collectors.joining(",")));
                    upsert.addBatch();
                }
                return upsert.executeBatch();
            }
        });
    }

    @Override
    public Map<Hostname, Refresh> notSince(Instant time) throws IOException {
        return run(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT host, at, addresses FROM ddnskit_refresh"
                            + " WHERE at < ? AND addresses <> '' ORDER BY at LIMIT " + MOST_LAPSING)) {
                select.setTimestamp(1, Timestamp.from(time));
                return refreshes(select);
            }
        });
    }

    /** Does nothing: the connections are the pool's. */
    @Override
    public void close() {}

    private Optional<Account> one(String query, String key) throws IOException {
        if (key.indexOf('\0') >= 0) {
            return Optional.empty(); // PostgreSQL has no such text
        }
        return run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(query)) {
                select.setString(1, key);
                return accounts(select).stream().findFirst();
            }
        });
    }

    private static List<Account> accounts(PreparedStatement select) throws SQLException, IOException {
        List<Account> accounts = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                accounts.add(AccountJson.read(String.valueOf(rows.getString(1))));
            }
        }
        return accounts;
    }

    private static Map<Hostname, Refresh> refreshes(PreparedStatement select) throws SQLException {
        Map<Hostname, Refresh> found = new HashMap<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String list = String.valueOf(rows.getString(3));
                Set<InetAddress> addresses = new HashSet<>();
                Arrays.stream(list.split(",", -1))
                        .filter(one -> !one.isEmpty())
                        .map(IpLiteral::parse)
                        .forEach(addresses::add);
                Instant at = Objects.requireNonNull(rows.getTimestamp(2)).toInstant();
                found.put(Hostname.of(String.valueOf(rows.getString(1))), new Refresh(at, addresses));
            }
        }
        return found;
    }

    private static void insert(Connection connection, String columns, String key, String account) throws SQLException {
        try {
            update(connection, "INSERT INTO " + columns + ", account) VALUES (?, ?)", key, account);
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new IllegalArgumentException(key + " belongs to another account already");
            }
            throw e;
        }
    }

    private static void update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** Does it all, or nothing. */
    private <T> T run(Work<T> work) throws IOException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                try (Statement limit = connection.createStatement()) {
                    limit.execute("SET LOCAL statement_timeout = '" + PATIENCE_SECONDS + "s'");
                }
                T result = work.in(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // Without the cause: drivers and pools write into their messages what they were configured with.
            throw new IOException("the database failed (SQLSTATE " + e.getSQLState() + ")");
        }
    }
}

package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
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
 * sender did not wait for its answer may be written after a newer one that another gateway took. Names may lapse at each of
 * them: none acknowledges an update that a removal at another may have undone, unless that takes longer than ten minutes.
 */
public final class JdbcGatewayStore extends RefreshStore implements AccountStore {

    private static final String SCHEMA = "/META-INF/ddnskit/gateway-postgresql.sql";
    private static final int PATIENCE_SECONDS = 5;
    private static final int PAGE = 1000;

    /** So long a removal is believed to be under way, unless it is said to have ended: its gateway may have been killed. */
    private static final int LONGEST_REMOVAL_MINUTES = 10;

    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    /** The removals that this gateway has begun, each by what it wrote into its line: nobody else's is ended by it. */
    private final Map<Hostname, Timestamp> removals = new ConcurrentHashMap<>();

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
    Map<Hostname, Refresh> recall(Set<Hostname> hosts) throws IOException {
        return run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT host, at, addresses FROM ddnskit_refresh WHERE host = ANY (?)")) {
                select.setArray(1, array(connection, hosts));
                return refreshes(select);
            }
        });
    }

    @Override
    Set<Hostname> remember(Map<Hostname, Refresh> refreshed) throws IOException {
        return run(connection -> {
            // all lines are locked now, in one order, so that two gateways do not wait for each other
            write(
                    connection,
                    "INSERT INTO ddnskit_refresh AS old (at, addresses, host) VALUES (?, ?, ?)"
                            + " ON CONFLICT (host) DO UPDATE SET at = excluded.at, addresses = excluded.addresses"
                            + " WHERE old.at <= excluded.at AND old.removal IS NULL",
                    refreshed);
            Map<Hostname, Refresh> removed = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT host FROM ddnskit_refresh WHERE host = ANY (?) AND removal IS NOT NULL")) {
                select.setArray(1, array(connection, refreshed.keySet()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        Hostname host = Hostname.of(String.valueOf(rows.getString(1)));
                        removed.put(host, Objects.requireNonNull(refreshed.get(host)));
                    }
                }
            }
            if (!removed.isEmpty()) {
                write(
                        connection,
                        "UPDATE ddnskit_refresh SET at = ?, addresses = ?, removal = NULL"
                                + " WHERE host = ? AND removal <= now()",
                        removed);
            }
            return removed.keySet();
        });
    }

    @Override
    void tellNotSince(Instant time, BiConsumer<Hostname, Refresh> action) throws IOException {
        Timestamp at = Timestamp.from(Instant.EPOCH);
        String host = "";
        Map<Hostname, Refresh> page;
        do {
            Timestamp lastTime = at;
            String lastHost = host;
            page = run(connection -> {
                try (PreparedStatement select =
                        connection.prepareStatement("SELECT host, at, addresses FROM ddnskit_refresh"
                                + " WHERE at < ? AND addresses <> '' AND (at, host) > (?, ?)"
                                + " ORDER BY at, host LIMIT " + PAGE)) {
                    select.setTimestamp(1, Timestamp.from(time));
                    select.setTimestamp(2, lastTime);
                    select.setString(3, lastHost);
                    return refreshes(select);
                }
            });
            for (Map.Entry<Hostname, Refresh> entry : page.entrySet()) {
                at = Timestamp.from(entry.getValue().at());
                host = entry.getKey().ascii();
                action.accept(entry.getKey(), entry.getValue());
            }
        } while (page.size() == PAGE);
    }

    @Override
    boolean beginRemoval(Hostname host, Refresh known) throws IOException {
        return run(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE ddnskit_refresh SET removal = now() +"
                    + " interval '" + LONGEST_REMOVAL_MINUTES + " minutes' WHERE at = ? AND addresses = ? AND host = ?"
                    + " AND (removal IS NULL OR removal <= now()) RETURNING removal")) {
                set(update, host, known);
                try (ResultSet rows = update.executeQuery()) {
                    boolean begun = rows.next();
                    if (begun) {
                        removals.put(host, Objects.requireNonNull(rows.getTimestamp(1)));
                    }
                    return begun;
                }
            }
        });
    }

    @Override
    void endRemoval(Hostname host, Refresh left) throws IOException {
        Timestamp mine = removals.remove(host);
        if (mine == null) {
            return;
        }
        run(connection -> {
            // Whoever has published the host meanwhile must still see that there was a removal, even one that failed:
            // its server may have carried it out all the same.
            try (PreparedStatement update = connection.prepareStatement("UPDATE ddnskit_refresh"
                    + " SET at = ?, addresses = ?, removal = '-infinity' WHERE host = ? AND removal = ?")) {
                set(update, host, left);
                update.setTimestamp(4, mine);
                return update.executeUpdate();
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
        Map<Hostname, Refresh> found = new LinkedHashMap<>();
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

    private static Array array(Connection connection, Set<Hostname> hosts) throws SQLException {
        return connection.createArrayOf(
                "text", hosts.stream().map(Hostname::ascii).toArray());
    }

    /** Carries a statement out for each host, in the order of their names. */
    private static void write(Connection connection, String sql, Map<Hostname, Refresh> refreshes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<Hostname, Refresh> entry : new TreeMap<>(refreshes).entrySet()) {
                set(statement, entry.getKey(), entry.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, Hostname host, Refresh refresh) throws SQLException {
        statement.setTimestamp(1, Timestamp.from(refresh.at()));
        statement.setString(
                2, refresh.addresses().stream().map(IpLiteral::format).sorted().collect(Collectors.joining(",")));
        statement.setString(3, host.ascii());
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

package io.github.ddnskit.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables of leases and replicas as one replica uses them, each method within a transaction. Immutable.
 *
 * <p>Nothing here can deadlock: who takes leases skips what is locked, and who saves takes locks that stand in the way of
 * nobody but those who would take the lease.
 *
 * @param holder the id of the replica
 * @param name what people call it
 * @param leaseTime how long a lease lasts
 */
record LeaseTable(String holder, String name, Duration leaseTime) {

    /** Chosen once at random: two replicas that make the tables at the same time wait for each other. */
    private static final long SCHEMA_LOCK = 5_129_034_174_885_610_372L;

    private static final String TO_COME = "now() + ? * interval '1 millisecond'";

    private static final String RENEW_REPLICA = "INSERT INTO ddnskit_replica (id, name, until) VALUES (?, ?, " + TO_COME
            + ") ON CONFLICT (id) DO UPDATE SET until = excluded.until";

    private static final String FORGET_DEAD = "DELETE FROM ddnskit_replica WHERE id IN"
            + " (SELECT id FROM ddnskit_replica WHERE until < now() FOR UPDATE SKIP LOCKED)";

    private static final String REPLICAS = "SELECT count(*) FROM ddnskit_replica WHERE until >= now()";

    private static final String MINE = "SELECT bucket, fence FROM ddnskit_lease WHERE holder = ?";

    /** Also after the end: as long as nobody else has taken the lease, nobody else has done anything. */
    private static final String RENEW = "UPDATE ddnskit_lease SET until = " + TO_COME
            + " WHERE holder = ? AND bucket = ANY (?) RETURNING bucket, fence";

    private static final String TAKE = "WITH free AS (SELECT bucket FROM ddnskit_lease"
            + " WHERE until < now() AND holder IS DISTINCT FROM ? ORDER BY until LIMIT ? FOR UPDATE SKIP LOCKED)"
            + " UPDATE ddnskit_lease SET holder = ?, fence = fence + 1, until = " + TO_COME
            + " FROM free WHERE ddnskit_lease.bucket = free.bucket RETURNING ddnskit_lease.bucket, fence";

    /** Keeps others from taking the leases until the end of the transaction, and this replica not from renewing them. */
    private static final String LOCK = "SELECT bucket, fence FROM ddnskit_lease"
            + " WHERE holder = ? AND until > now() AND bucket = ANY (?) FOR KEY SHARE";

    private static final String GIVE_BACK =
            "UPDATE ddnskit_lease SET holder = NULL, until = '-infinity' WHERE holder = ?";

    private static final String LEAVE = "DELETE FROM ddnskit_replica WHERE id = ?";

    /**
     * What a replica has: buckets with their fences.
     *
     * @param mine what is held from now on for the whole lease time
     * @param runningOut what is beyond the fair share: held until it runs out
     */
    record Dealt(Map<Integer, Long> mine, Map<Integer, Long> runningOut) {}

    static void createSchema(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
            statement.execute(script);
        }
    }

    Dealt renew(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RENEW_REPLICA)) {
            statement.setString(1, holder);
            statement.setString(2, name);
            statement.setLong(3, leaseTime.toMillis());
            statement.executeUpdate();
        }
        int fairShare;
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(FORGET_DEAD);
            try (ResultSet rows = statement.executeQuery(REPLICAS)) {
                rows.next();
                int replicas = Math.max(1, rows.getInt(1));
                fairShare = (JdbcStateStore.BUCKETS + replicas - 1) / replicas;
            }
        }
        Map<Integer, Long> runningOut;
        try (PreparedStatement statement = connection.prepareStatement(MINE)) {
            statement.setString(1, holder);
            runningOut = fences(statement);
        }
        List<Integer> keep = runningOut.keySet().stream().limit(fairShare).toList();
        Map<Integer, Long> mine;
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            statement.setLong(1, leaseTime.toMillis());
            statement.setString(2, holder);
            statement.setArray(3, array(connection, keep));
            mine = fences(statement);
        }
        runningOut.keySet().removeAll(keep);
        if (mine.size() < fairShare) {
            try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
                statement.setString(1, holder);
                statement.setInt(2, fairShare - mine.size());
                statement.setString(3, holder);
                statement.setLong(4, leaseTime.toMillis());
                mine.putAll(fences(statement));
            }
        }
        return new Dealt(mine, runningOut);
    }

    /** The fences of those buckets of which this replica has the lease, which it keeps until the transaction ends. */
    Map<Integer, Long> lock(Connection connection, Collection<Integer> buckets) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, holder);
            statement.setArray(2, array(connection, buckets));
            return fences(statement);
        }
    }

    void giveBack(Connection connection) throws SQLException {
        for (String sql : List.of(GIVE_BACK, LEAVE)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, holder);
                statement.executeUpdate();
            }
        }
    }

    static java.sql.Array array(Connection connection, Collection<Integer> buckets) throws SQLException {
        return connection.createArrayOf("integer", new ArrayList<>(buckets).toArray());
    }

    private static Map<Integer, Long> fences(PreparedStatement statement) throws SQLException {
        Map<Integer, Long> fences = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                fences.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return fences;
    }
}

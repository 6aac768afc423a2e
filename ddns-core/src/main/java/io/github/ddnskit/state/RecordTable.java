package io.github.ddnskit.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The table of states, each method within a transaction. */
final class RecordTable {

    private static final String READ = "SELECT state FROM ddnskit_record WHERE bucket = ANY (?)";

    private static final String WRITE = "INSERT INTO ddnskit_record (host, family, bucket, state) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (host, family) DO UPDATE SET bucket = excluded.bucket, state = excluded.state";

    private RecordTable() {}

    static List<String> read(Connection connection, List<Integer> buckets) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, LeaseTable.array(connection, buckets));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
        }
        return lines;
    }

    /** Writes in the order of the keys, in which two saves at once cannot wait for each other crosswise. */
    static void write(Connection connection, NavigableMap<RecordKey, RecordState> states) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            for (Map.Entry<RecordKey, RecordState> entry : states.entrySet()) {
                RecordKey key = entry.getKey();
                statement.setString(1, key.host().ascii());
                statement.setString(2, key.family().toString());
                statement.setInt(3, JdbcStateStore.bucket(key.host()));
                statement.setString(4, StateText.record(key, entry.getValue()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}

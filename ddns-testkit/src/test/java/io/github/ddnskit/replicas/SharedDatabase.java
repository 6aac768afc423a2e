package io.github.ddnskit.replicas;

import io.github.ddnskit.peers.Postgres;
import io.github.ddnskit.state.JdbcStateStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL with the tables, in which every change of a holder is written down and checked. */
final class SharedDatabase implements AutoCloseable {

    /** What happens to leases, and what must not: two holders at once, or a new holder with an old fence. */
    private static final String HISTORY = """
            CREATE TABLE history (bucket integer, holder text, fence bigint, at timestamptz, wrong text);
            CREATE FUNCTION write_history() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.holder IS DISTINCT FROM OLD.holder OR NEW.fence <> OLD.fence THEN
                INSERT INTO history VALUES (NEW.bucket, NEW.holder, NEW.fence, clock_timestamp(), CASE
                  WHEN NEW.holder IS NULL THEN NULL
                  WHEN OLD.until >= clock_timestamp() THEN 'taken before its end'
                  WHEN NEW.fence <> OLD.fence + 1 THEN 'with an old fence' END);
              END IF;
              RETURN NEW;
            END $$;
            CREATE TRIGGER history BEFORE UPDATE ON ddnskit_lease FOR EACH ROW EXECUTE FUNCTION write_history();
            """;

    private final Postgres server;
    private final Pool pool;

    private SharedDatabase(Postgres server) {
        this.server = server;
        this.pool = new Pool(server.port());
    }

    static SharedDatabase start() throws IOException {
        SharedDatabase database = new SharedDatabase(Postgres.start());
        JdbcStateStore.builder(database.pool).build().createSchema();
        database.execute(HISTORY);
        return database;
    }

    Postgres server() {
        return server;
    }

    Pool pool() {
        return pool;
    }

    int port() {
        return server.port();
    }

    /** Nobody holds anything, and nothing is remembered. */
    void clear() {
        execute("TRUNCATE ddnskit_replica, ddnskit_record, history;"
                + "UPDATE ddnskit_lease SET holder = NULL, fence = 0, until = '-infinity'; TRUNCATE history");
    }

    /** The leases of one replica, or of all, are over from now on. */
    void expire() {
        execute("UPDATE ddnskit_lease SET until = now() - interval '1 second' WHERE holder IS NOT NULL;"
                + "UPDATE ddnskit_replica SET until = now() - interval '1 second'");
    }

    void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows, their columns joined by spaces. */
    List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    columns.add(found.getString(i));
                }
                rows.add(String.join(" ", columns));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    /** What must not have happened to a lease. */
    List<String> wrongs() {
        return query("SELECT * FROM history WHERE wrong IS NOT NULL");
    }

    @Override
    public void close() {
        pool.drain();
        server.close();
    }
}

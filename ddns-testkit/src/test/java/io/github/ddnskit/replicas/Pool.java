package io.github.ddnskit.replicas;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.postgresql.ds.PGSimpleDataSource;

/** Keeps connections to the database of a test open, as the pools of real programs do. Thread-safe. */
final class Pool extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;

    private final transient Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    Pool(int port) {
        setServerNames(new String[] {"127.0.0.1"});
        setPortNumbers(new int[] {port});
        setDatabaseName("ddns");
        setUser("ddns");
        setConnectTimeout(2);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection kept = idle.poll();
        while (kept != null && kept.isClosed()) {
            kept = idle.poll();
        }
        Connection connection = kept == null ? super.getConnection() : kept;
        return (Connection) Proxy.newProxyInstance(
                Pool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        idle.push(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    void drain() {
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            try {
                kept.close();
            } catch (SQLException e) {
                // It was broken.
            }
        }
    }
}

package dev.restore.dialect.postgres.state;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection on which names without a schema lead elsewhere until it is closed: its pool may give it to somebody else then. */
final class LedConnection implements InvocationHandler {

    private final Connection connection;
    private final String before;
    private boolean closed;

    private LedConnection(Connection connection, String before) {
        this.connection = connection;
        this.before = before;
    }

    /** Leads a connection, and gives it back if that is not possible. */
    static Connection of(Connection connection, String path) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String before;
            // One message to the server for both.
            statement.execute("SHOW search_path; SET search_path TO " + path);
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                before = row.getString(1);
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return (Connection) Proxy.newProxyInstance(
                    LedConnection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    new LedConnection(connection, before));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "close" -> {
                close();
                return null;
            }
            case "isClosed" -> {
                return closed || connection.isClosed();
            }
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                try {
                    return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
    }

    private void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        try (connection) {
            if (!connection.isClosed()) {
                leadBack();
            }
        }
    }

    private void leadBack() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, false)")) {
            boolean transaction = !connection.getAutoCommit();
            if (transaction) {
                connection.rollback();
            }
            statement.setString(1, before);
            statement.execute();
            if (transaction) {
                connection.commit();
            }
        } catch (SQLException e) {
            // Nobody else may get it as it is.
            connection.abort(Runnable::run);
        }
    }
}

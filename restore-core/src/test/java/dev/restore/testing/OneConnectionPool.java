package dev.restore.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pool of one connection, which it gives out as the last borrower left it. A second borrower is refused. */
public final class OneConnectionPool implements TestDataSource, AutoCloseable {

    private final Connection connection;
    private final AtomicBoolean lent = new AtomicBoolean();

    /** Lends a connection. */
    public OneConnectionPool(Connection connection) {
        this.connection = connection;
    }

    /** Returns the connection itself, to look at it while it is not lent. */
    public Connection connection() {
        return connection;
    }

    boolean lent() {
        return lent.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!lent.compareAndSet(false, true)) {
            throw new SQLException("the only connection is lent", "08000");
        }
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        lent.set(false);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

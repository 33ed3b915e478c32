package dev.restore.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Connections as frameworks hand them out to a thread that has begun a transaction: each time another wrapper of the one connection
 * that the transaction is open on. Closing a wrapper does nothing. A thread without a transaction gets another connection.
 */
final class BoundConnections implements TestDataSource, AutoCloseable {

    private final DataSource database;
    private final Connection connection;
    private final boolean wrapsMetaData;
    private final Thread owner = Thread.currentThread();

    /**
     * Begins a transaction for this thread.
     *
     * @param wrapsMetaData whether the metadata of a wrapper name the wrapper as their connection
     */
    BoundConnections(DataSource database, boolean wrapsMetaData) throws SQLException {
        this.wrapsMetaData = wrapsMetaData;
        this.database = database;
        this.connection = database.getConnection();
        connection.setAutoCommit(false);
    }

    /** Returns the connection that the transaction is open on. */
    Connection connection() {
        return connection;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!owner.equals(Thread.currentThread())) {
            return database.getConnection();
        }
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "close" -> {
                            return null;
                        }
                        case "commit", "rollback", "setAutoCommit" -> {
                            if (arguments == null || arguments[0] instanceof Boolean) {
                                throw new SQLException("the framework ends this transaction", "25000");
                            }
                        }
                        case "unwrap" -> {
                            if (((Class<?>) Objects.requireNonNull(arguments[0])).isInstance(proxy)) {
                                return proxy;
                            }
                        }
                        default -> {}
                    }
                    Object result = invoke(method, connection, arguments);
                    return wrapsMetaData && result instanceof DatabaseMetaData metaData
                            ? wrapped(metaData, (Connection) proxy)
                            : result;
                });
    }

    private static DatabaseMetaData wrapped(DatabaseMetaData metaData, Connection wrapper) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                BoundConnections.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getConnection") ? wrapper : invoke(method, metaData, arguments));
    }

    private static Object invoke(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package dev.restore.dialect.postgres;

import dev.restore.testing.TestDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.util.DriverInfo;

/**
 * Connections whose sessions are used again, as in a pool: to begin one costs the server more than most tests. What a closed connection
 * would have lost is lost here, too: its transaction, settings, locks and temporary tables. One that is not as it was is not used again.
 */
final class ReusedSessions implements TestDataSource {

    private static final int SECONDS_TO_ANSWER = 30;
    private static final String PROGRAM = "ApplicationName";

    private final TestDataSource source;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    ReusedSessions(TestDataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection free = idle.poll();
        while (free != null && !free.isValid(SECONDS_TO_ANSWER)) {
            // The server has ended it meanwhile.
            free.close();
            free = idle.poll();
        }
        Connection session = free == null ? source.getConnection() : free;
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (closed.compareAndSet(false, true)) {
                            takeBack(session);
                        }
                        return null;
                    }
                    if (method.getName().equals("isClosed") && closed.get()) {
                        return true;
                    }
                    if (closed.get() && method.getDeclaringClass() == Connection.class) {
                        throw new SQLException("this connection has been closed", "08003");
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void takeBack(Connection session) throws SQLException {
        if (!session.isClosed() && freed(session)) {
            idle.push(session);
        } else {
            session.close();
        }
    }

    private static boolean freed(Connection session) {
        try {
            if (session.getNetworkTimeout() != 0 || session.isReadOnly()) {
                return false;
            }
            if (!session.getAutoCommit()) {
                session.rollback();
                session.setAutoCommit(true);
            }
            try (Statement statement = session.createStatement()) {
                statement.execute("discard all");
            }
            // The driver has set it after it connected.
            session.setClientInfo(PROGRAM, DriverInfo.DRIVER_NAME);
            session.clearWarnings();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}

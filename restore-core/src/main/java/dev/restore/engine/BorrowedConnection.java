package dev.restore.engine;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection for one run. Dialects expect it in auto-commit mode; pools may give it in the other, and get it back so. One
 * with the caller's transaction stays as it is, and open.
 */
final class BorrowedConnection implements AutoCloseable {

    private final Connection connection;
    private final boolean callers;
    private final boolean lent;
    private final boolean autoCommit;

    private BorrowedConnection(Connection connection, boolean callers, boolean lent) throws SQLException {
        this.connection = connection;
        this.callers = callers;
        this.lent = lent;
        this.autoCommit = connection.getAutoCommit();
        if (callers && autoCommit) {
            throw new IllegalStateException("The connection is in auto-commit mode, so there is no transaction to join."
                    + " Call setAutoCommit(false) before the restore and commit() after it, or give into(...) a"
                    + " DataSource. Nothing was changed.");
        }
        if (!callers && !autoCommit) {
            connection.setAutoCommit(true);
        }
    }

    static BorrowedConnection from(ConnectionSource source) throws SQLException {
        Connection connection = source.connect();
        if (source.callersTransaction()) {
            return new BorrowedConnection(connection, true, true);
        }
        try {
            return new BorrowedConnection(connection, false, source.lent());
        } catch (SQLException e) {
            if (source.lent()) {
                throw e;
            }
            try (connection) {
                throw e;
            }
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        if (callers || lent) {
            return;
        }
        try (connection) {
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
        }
    }
}

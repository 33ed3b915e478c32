package dev.restore.engine;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection for one run. Dialects expect it in auto-commit mode; pools may give it in the other, and get it back so.
 */
final class BorrowedConnection implements AutoCloseable {

    private final Connection connection;
    private final boolean autoCommit;

    private BorrowedConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
    }

    static BorrowedConnection from(ConnectionSource source) throws SQLException {
        Connection connection = source.connect();
        try {
            return new BorrowedConnection(connection);
        } catch (SQLException e) {
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
        try (connection) {
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
        }
    }
}

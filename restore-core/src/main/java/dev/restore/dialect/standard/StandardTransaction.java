package dev.restore.dialect.standard;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** The transaction of a session, and the connection as it was before it. One of the caller's is left alone. */
final class StandardTransaction {

    private final SqlDatabase database;
    private final Connection connection;
    private final boolean callers;
    private final boolean autoCommit;
    private boolean begun;
    private int isolation = Connection.TRANSACTION_NONE;

    StandardTransaction(SqlDatabase database) throws SQLException {
        this.database = database;
        this.connection = database.connection();
        this.callers = database.settings().callersTransaction();
        this.autoCommit = connection.getAutoCommit();
    }

    boolean begun() {
        return begun;
    }

    void begin() throws SQLException {
        begun = true;
        if (!callers) {
            connection.setAutoCommit(false);
        }
    }

    /**
     * Begins one that sees one moment.
     *
     * @param level the isolation under which it does
     */
    void beginReading(int level) throws SQLException {
        begun = true;
        if (!callers) {
            isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(level);
            connection.setAutoCommit(false);
        }
    }

    /** Returns the isolation under which a transaction sees one moment, as far as the driver tells. */
    int snapshotIsolation() throws SQLException {
        return connection.getMetaData().supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ)
                ? Connection.TRANSACTION_REPEATABLE_READ
                : Connection.TRANSACTION_SERIALIZABLE;
    }

    /**
     * Begins the transaction, in which nothing has been done yet, again, as one that goes on as if it were alone.
     *
     * @return false for one of the caller's, which stays as it is
     */
    boolean beginAlone() throws SQLException {
        if (callers) {
            return false;
        }
        connection.rollback();
        if (isolation == Connection.TRANSACTION_NONE) {
            isolation = connection.getTransactionIsolation();
        }
        DatabaseMetaData metadata = connection.getMetaData();
        if (metadata.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }
        return true;
    }

    /** Rolls back whatever is left and puts the connection back. */
    void end() throws SQLException {
        begun = false;
        if (callers) {
            return;
        }
        try {
            if (!connection.getAutoCommit()) {
                rollback();
            }
        } finally {
            connection.setAutoCommit(autoCommit);
            if (isolation != Connection.TRANSACTION_NONE) {
                connection.setTransactionIsolation(isolation);
                isolation = Connection.TRANSACTION_NONE;
            }
        }
    }

    /** Some databases cannot roll back a transaction in which nothing was done: something is, then. */
    private void rollback() throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            try {
                database.execute("SELECT 1");
            } catch (SQLException refused) {
                e.addSuppressed(refused);
            }
            try {
                connection.rollback();
            } catch (SQLException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }
}

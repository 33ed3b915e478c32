package dev.restore.engine;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives a connection that the run closes in the end, unless the caller's transaction is open on it. */
@FunctionalInterface
public interface ConnectionSource {

    /** Opens or borrows a connection. */
    Connection connect() throws SQLException;

    /** Returns whether the run joins the caller's transaction, and leaves commit, rollback and closing to the caller. */
    default boolean callersTransaction() {
        return false;
    }

    /** Returns whether the connection stays open when the run is over. */
    default boolean lent() {
        return callersTransaction();
    }

    /** Returns the caller's own connection, with the transaction that is open on it if it is not in auto-commit mode. */
    static ConnectionSource lending(Connection connection) {
        return new ConnectionSource() {
            private boolean joined;

            @Override
            public Connection connect() throws SQLException {
                joined = !connection.getAutoCommit();
                return connection;
            }

            @Override
            public boolean callersTransaction() {
                return joined;
            }

            @Override
            public boolean lent() {
                return true;
            }
        };
    }

    /** Returns the caller's own connection, with the transaction that is open on it. */
    static ConnectionSource joining(Connection connection) {
        return new ConnectionSource() {
            @Override
            public Connection connect() {
                return connection;
            }

            @Override
            public boolean callersTransaction() {
                return true;
            }
        };
    }
}

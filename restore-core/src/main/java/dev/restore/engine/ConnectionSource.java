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

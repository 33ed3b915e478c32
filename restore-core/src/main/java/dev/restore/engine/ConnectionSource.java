package dev.restore.engine;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Where runs get their connections from. Holds nothing of a single run, and is safe for use by several threads. */
public interface ConnectionSource {

    /** Takes the connection of a run, and finds out whether a transaction of the caller's is open on it. */
    BorrowedConnection borrow() throws SQLException;

    /** Takes one more connection for a run whose first one is in no transaction of the caller's. */
    default BorrowedConnection borrowAnother() throws SQLException {
        return borrow();
    }

    /** Returns the connections of a data source, which may hand out the one of a transaction that is bound to the thread. */
    static ConnectionSource of(DataSource database) {
        return HandedOutConnections.of(database);
    }

    /** Returns the connections of a Jdbi, which may hand out the one of a transaction that is bound to the thread. */
    static ConnectionSource of(Jdbi database) {
        return new JdbiConnections(database);
    }

    /** Returns connections that are opened for a run and closed after it. */
    static ConnectionSource opening(Opener opener) {
        return () -> BorrowedConnection.own(HandedOut.closing(opener.open()));
    }

    /** Opens a connection. */
    @FunctionalInterface
    interface Opener {
        /** Opens it. */
        Connection open() throws SQLException;
    }

    /** Returns the caller's own connection, with the transaction that is open on it if it is not in auto-commit mode. */
    static ConnectionSource lending(Connection connection) {
        return () -> connection.getAutoCommit()
                ? BorrowedConnection.own(HandedOut.staying(connection))
                : BorrowedConnection.joined(HandedOut.staying(connection), false);
    }

    /** Returns the caller's own connection, with the transaction that is open on it. */
    static ConnectionSource joining(Connection connection) {
        return () -> {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException(
                        "The connection is in auto-commit mode, so there is no transaction to join."
                                + " Call setAutoCommit(false) before the restore and commit() after it, or give into(...) a"
                                + " DataSource. Nothing was changed.");
            }
            return BorrowedConnection.joined(HandedOut.staying(connection), false);
        };
    }
}

package dev.restore.engine.session;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Makes a {@link ConnectionSource} of what an application has. */
public final class Connections {

    private Connections() {}

    /** Returns the connections of a data source, which may hand out the one of a transaction that is bound to the thread. */
    public static ConnectionSource of(DataSource database) {
        return HandedOutConnections.of(database);
    }

    /** Returns the connections of a Jdbi, which may hand out the one of a transaction that is bound to the thread. */
    public static ConnectionSource of(Jdbi database) {
        return new JdbiConnections(database);
    }

    /** Returns connections that are opened for a run and closed after it. */
    public static ConnectionSource opening(Opener opener) {
        return () -> BorrowedConnection.own(HandedOut.closing(opener.open()));
    }

    /** Returns the caller's own connection, with the transaction that is open on it if it is not in auto-commit mode. */
    public static ConnectionSource lending(Connection connection) {
        return () -> connection.getAutoCommit()
                ? BorrowedConnection.own(HandedOut.staying(connection))
                : BorrowedConnection.joined(HandedOut.staying(connection), false);
    }

    /** Returns the caller's own connection, with the transaction that is open on it. */
    public static ConnectionSource joining(Connection connection) {
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

    /** Opens a connection. */
    @FunctionalInterface
    public interface Opener {
        /** Opens it. */
        Connection open() throws SQLException;
    }
}

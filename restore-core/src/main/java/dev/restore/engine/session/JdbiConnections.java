package dev.restore.engine.session;

import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.extension.HandleSupplier;

/**
 * The connections of a Jdbi. Within one of its callbacks, such as {@code useTransaction}, Jdbi itself goes on with the handle of the
 * callback; so does this, when a transaction is open on it. Handles go back the way they came, for a Jdbi may close connections
 * in a way of its own.
 */
final class JdbiConnections implements ConnectionSource {

    private final Jdbi database;
    private final HandedOutConnections opened;

    JdbiConnections(Jdbi database) {
        this.database = database;
        this.opened = new HandedOutConnections(this::open, true);
    }

    private HandedOut open() throws SQLException {
        try {
            Handle handle = database.open();
            return new HandedOut(handle.getConnection(), () -> close(handle));
        } catch (ConnectionException e) {
            throw OwnSql.ofDriver(e);
        }
    }

    private static void close(Handle handle) throws SQLException {
        try {
            handle.close();
        } catch (JdbiException e) {
            throw OwnSql.ofDriver(e);
        }
    }

    @Override
    public BorrowedConnection borrow() throws SQLException {
        HandleSupplier callback = database.getHandleScope().get();
        if (callback != null) {
            Handle handle = callback.getHandle();
            if (handle.isInTransaction()) {
                return BorrowedConnection.joined(HandedOut.staying(handle.getConnection()), true);
            }
        }
        return opened.borrow();
    }

    @Override
    public BorrowedConnection borrowAnother() throws SQLException {
        return opened.borrowAnother();
    }
}

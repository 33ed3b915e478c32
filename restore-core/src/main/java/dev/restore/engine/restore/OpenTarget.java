package dev.restore.engine.restore;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * The database of a run, which goes back as it came.
 *
 * @param borrowed its connection
 * @param dialect its dialect
 * @param settings the settings of this session and of those beside it
 * @param session the dialect's session on the connection
 */
record OpenTarget(BorrowedConnection borrowed, Dialect dialect, SessionSettings settings, Dialect.Session session)
        implements AutoCloseable {

    /** Opens it. */
    static OpenTarget open(
            ConnectionSource target, RunMemory memory, Function<BorrowedConnection, SessionSettings> settings)
            throws SQLException {
        BorrowedConnection borrowed = target.borrow();
        try {
            Dialect dialect = memory.dialect(borrowed.connection().getMetaData());
            SessionSettings own = settings.apply(borrowed);
            return new OpenTarget(borrowed, dialect, own, dialect.open(borrowed.connection(), own));
        } catch (Throwable e) {
            try {
                borrowed.close();
            } catch (SQLException | RuntimeException onClose) {
                e.addSuppressed(onClose);
            }
            throw e;
        }
    }

    Connection connection() {
        return borrowed.connection();
    }

    @Override
    public void close() throws SQLException {
        try (borrowed) {
            session.close();
        }
    }
}

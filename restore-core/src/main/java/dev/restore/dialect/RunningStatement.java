package dev.restore.dialect;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The statement that a session is waiting for, to be ended from another thread. */
final class RunningStatement {

    private @Nullable Statement statement;

    /** Says which statement comes next. */
    synchronized void begins(Statement next) {
        statement = next;
    }

    /** Says that it has come back. */
    synchronized void ended() {
        statement = null;
    }

    synchronized void cancel() throws SQLException {
        if (statement != null) {
            statement.cancel();
        }
    }
}

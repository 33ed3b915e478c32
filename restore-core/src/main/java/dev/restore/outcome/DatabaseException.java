package dev.restore.outcome;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database or the way to it failed; no row is to blame. */
public final class DatabaseException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    /** Creates an exception from what the driver said. */
    public DatabaseException(Phase phase, boolean committed, String message, SQLException cause) {
        super(phase, committed, message, cause);
        this.sqlState = cause.getSQLState();
    }

    private DatabaseException(DatabaseException original) {
        super(original.phase(), original.committed(), original.text(), original.getCause());
        this.sqlState = original.sqlState;
    }

    /** Returns the SQLSTATE of the driver's exception, or null when it has none. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    @Override
    RestoreException copy() {
        return new DatabaseException(this);
    }
}

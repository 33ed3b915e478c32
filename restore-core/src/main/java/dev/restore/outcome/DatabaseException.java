package dev.restore.outcome;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database or the way to it failed; no row is to blame. */
public final class DatabaseException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;
    private final transient @Nullable Problem busy;

    /** Creates an exception from what the driver said. */
    public DatabaseException(Phase phase, boolean committed, String message, SQLException cause) {
        this(phase, committed, message, cause, null);
    }

    /**
     * Creates an exception from what the driver said.
     *
     * @param busy that somebody else holds what the run needs, or null when that is not what ended it
     */
    public DatabaseException(
            Phase phase, boolean committed, String message, SQLException cause, @Nullable Problem busy) {
        super(phase, committed, message, cause);
        this.sqlState = cause.getSQLState();
        this.busy = busy;
    }

    private DatabaseException(DatabaseException original) {
        super(original.phase(), original.committed(), original.text(), original.getCause());
        this.sqlState = original.sqlState;
        this.busy = original.busy;
    }

    /** Returns the SQLSTATE of the driver's exception, or null when it has none. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    @Override
    public List<Problem> problems() {
        return busy == null ? List.of() : List.of(busy);
    }

    @Override
    RestoreException copy() {
        return new DatabaseException(this);
    }
}

package dev.restore.outcome;

import org.jspecify.annotations.Nullable;

/** A row that was refused. The database is as it was before, unless {@link #committed()} says otherwise. */
public final class LoadException extends RestoreException {

    private static final long serialVersionUID = 1L;

    private final RowError row;

    /** Creates an exception about a row. */
    public LoadException(RowError row, boolean committed, @Nullable Throwable cause) {
        super(Phase.LOAD, committed, row.describe(), cause);
        this.row = row;
    }

    /** Returns the row and why it was refused. */
    public RowError row() {
        return row;
    }

    @Override
    RestoreException copy() {
        return new LoadException(row, committed(), getCause());
    }
}

package dev.restore.dialect;

import java.sql.SQLException;

/** A row that the database refused, when it is known which of several it was. Carries the database's state and code. */
public final class RowException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final int index;
    private final SQLException failure;

    /**
     * Creates an exception for one row.
     *
     * @param index the row's place among those that were sent in one call of {@link TableLoader#load}, from 0
     * @param cause what the database said
     */
    public RowException(int index, SQLException cause) {
        super("row " + index + " of those sent was refused", cause.getSQLState(), cause.getErrorCode(), cause);
        this.index = index;
        this.failure = cause;
    }

    /** Returns the row's place among those that were sent in one call, from 0. */
    public int index() {
        return index;
    }

    /** Returns what the database said. */
    public SQLException failure() {
        return failure;
    }
}

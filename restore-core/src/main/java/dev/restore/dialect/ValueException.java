package dev.restore.dialect;

import java.sql.SQLException;

/**
 * A value that cannot be stored exactly in its column, found before the database saw it. The message says what kind of
 * value it is and why, but does not quote it.
 */
public final class ValueException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final int row;
    private final int column;

    /**
     * Creates an exception for one cell.
     *
     * @param row the row's index in the {@link Rows}
     * @param column the cell's index in the row
     * @param reason why it cannot be stored, one clause
     * @param sqlState what a database would have said, class 22 of the standard
     */
    public ValueException(int row, int column, String reason, String sqlState) {
        super(reason, sqlState);
        this.row = row;
        this.column = column;
    }

    /** Returns the row's index in the {@link Rows} that were being loaded. */
    public int row() {
        return row;
    }

    /** Returns the cell's index in the row. */
    public int column() {
        return column;
    }
}

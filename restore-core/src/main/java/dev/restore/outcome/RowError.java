package dev.restore.outcome;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row that could not be put into its table. It quotes no values.
 *
 * @param table the table
 * @param row the row's number in the backup's table, from 1
 * @param location the file or entry it came from
 * @param offset the byte offset of the row in that file, uncompressed
 * @param column the column, or null when the database did not name one
 * @param sqlState the SQLSTATE, or null when there is none
 * @param reason why it was refused
 */
public record RowError(
        String table,
        long row,
        String location,
        long offset,
        @Nullable String column,
        @Nullable String sqlState,
        String reason)
        implements Serializable {

    public RowError {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(reason, "reason");
    }

    /** Returns everything as one JSON object on one line. */
    public String json() {
        return ReportJson.of(this);
    }

    /** Returns the same row with another reason. */
    public RowError withReason(String other) {
        return new RowError(table, row, location, offset, column, sqlState, other);
    }

    /** Returns everything in one line. */
    public String describe() {
        return "Row " + row + " of table " + table + " (" + location + ", byte " + offset + ")"
                + (column == null ? "" : ", column " + column)
                + ": " + reason
                + (sqlState == null ? "" : " [SQLSTATE " + sqlState + "]");
    }
}

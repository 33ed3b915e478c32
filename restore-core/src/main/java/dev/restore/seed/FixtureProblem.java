package dev.restore.seed;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something in a file that does not fit a {@link FixtureSchema}. Immutable.
 *
 * @param file the file
 * @param table the table, as the file names it
 * @param row the number of the row in its table, from 1; 0 where all of the table is meant
 * @param column the field, null where the row or table is meant
 * @param message what is wrong, without the value
 */
public record FixtureProblem(
        String file, String table, long row, @Nullable String column, String message) {

    public FixtureProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(message, "message");
    }

    /** Returns all of it in one line. */
    @Override
    public String toString() {
        return file + ": table " + table + (row > 0 ? ", row " + row : "")
                + (column == null ? "" : ", column " + column) + ": " + message;
    }
}

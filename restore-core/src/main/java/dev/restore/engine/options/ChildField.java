package dev.restore.engine.options;

/**
 * A field with rows of another table in the rows of one.
 *
 * @param field the field, {@code lines}, or the field of one table, {@code orders.lines}, by the names of the backup
 * @param table the table that the rows in it are of, as the backup would spell it
 * @param column the column of that table that the key of the row around goes into
 */
public record ChildField(String field, String table, String column) {

    /** Checks that none is blank. */
    public ChildField {
        if (field.isBlank() || table.isBlank() || column.isBlank()) {
            throw new IllegalArgumentException("children names a field, a table and its column, none of them blank");
        }
    }

    @Override
    public String toString() {
        return field + "=" + table + "." + column;
    }
}

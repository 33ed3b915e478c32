package dev.restore.catalog;

import java.util.List;
import java.util.Objects;

/**
 * A foreign key: each row of one table refers to a row of another, or of the same.
 *
 * @param name the constraint's name, empty where the database gives none
 * @param table the table that refers
 * @param columns the columns that refer
 * @param referencedTable the table that is referred to
 * @param referencedColumns its columns, in the order of {@code columns}; empty where the referenced table does not exist
 * @param onDelete what happens to the referring row when the referenced one is deleted
 * @param deferrability when it is checked
 * @param validated whether the database vouches for the rows that are there (PostgreSQL's NOT VALID does not)
 */
public record ForeignKey(
        String name,
        TableName table,
        List<String> columns,
        TableName referencedTable,
        List<String> referencedColumns,
        Action onDelete,
        Deferrability deferrability,
        boolean validated) {

    public ForeignKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(referencedTable, "referencedTable");
        Objects.requireNonNull(onDelete, "onDelete");
        Objects.requireNonNull(deferrability, "deferrability");
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** What a database does to a referring row. */
    public enum Action {
        /** Refuses, at the end of the statement or transaction. */
        NO_ACTION,
        /** Refuses at once. */
        RESTRICT,
        /** Does to the referring row what was done to the referenced one. */
        CASCADE,
        /** Sets the referring columns to null. */
        SET_NULL,
        /** Sets the referring columns to their defaults. */
        SET_DEFAULT
    }

    /** When a database checks a foreign key. */
    public enum Deferrability {
        /** At the end of each statement (or sooner), and that cannot be put off. */
        NOT_DEFERRABLE,
        /** At the end of each statement unless the transaction puts it off. */
        INITIALLY_IMMEDIATE,
        /** At commit unless the transaction asks sooner. */
        INITIALLY_DEFERRED
    }

    /** Returns whether the table refers to itself. */
    public boolean selfReference() {
        return table.equals(referencedTable);
    }

    /** Returns {@code table(a, b) -> other(c, d)}, for messages. */
    public String describe() {
        return table + "(" + String.join(", ", columns) + ") -> " + referencedTable + "("
                + String.join(", ", referencedColumns) + ")";
    }
}

package dev.restore.backup.reading;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Rows of another table inside the rows of a table: an array of objects in a field, or one object.
 *
 * @param parent the table around them, as the backup spells it
 * @param field the field of its rows that they stand in
 * @param table the table that they are of, as the backup would spell it
 * @param column the field that they get with the key of the row around them, where they have none such
 * @param certain whether the parent has that field by what is known of it, so that the table is one of the backup without rows, too
 * @param key whether a field of the parent holds that key
 * @param reference whether a field of theirs is that one
 */
public record ChildTable(
        String parent,
        String field,
        String table,
        String column,
        boolean certain,
        Predicate<String> key,
        Predicate<String> reference) {

    public ChildTable {
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(reference, "reference");
    }
}

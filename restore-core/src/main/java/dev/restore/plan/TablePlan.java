package dev.restore.plan;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.dialect.OnConflict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What will be done with one table of the backup.
 *
 * @param source its name in the backup
 * @param target the table that gets its rows
 * @param expectedRows how many rows are expected, -1 when that is not known
 * @param columns which field goes into which column
 * @param fixed columns that no field fills, with the value that the caller gave for them
 * @param ignored fields that are left out
 * @param joins many-to-many fields, whose elements become rows of a join table
 * @param conflict what happens to a row whose key is taken, null when it is an error
 */
public record TablePlan(
        String source,
        Table target,
        long expectedRows,
        List<Assignment> columns,
        List<FixedValue> fixed,
        List<String> ignored,
        List<ManyToMany> joins,
        @Nullable ConflictRule conflict) {

    public TablePlan {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        columns = List.copyOf(columns);
        fixed = List.copyOf(fixed);
        ignored = List.copyOf(ignored);
        joins = List.copyOf(joins);
    }

    /**
     * A field and the column it goes into.
     *
     * @param field the field's name in the backup
     * @param column the column
     * @param conversion how its values change their form on the way, in words, empty when they do not
     * @param decoding what its values stand for
     * @param check what is looked for among its values
     */
    public record Assignment(String field, Column column, String conversion, Decoding decoding, ValueCheck check) {}

    /**
     * A column that gets the same value in every row that does not carry it.
     *
     * @param column the column
     * @param value a {@code String}, {@code Boolean} or {@code Number}, or null
     */
    public record FixedValue(Column column, @Nullable Object value) {}

    /**
     * A list of keys that becomes rows of a join table.
     *
     * @param field the field's name in the backup
     * @param joinTable the join table
     * @param owner its column for the key of the row that holds the list
     * @param element its column for an element of the list
     * @param conflict what happens to a row of the join table whose key is taken, null when it is an error
     */
    public record ManyToMany(
            String field,
            Table joinTable,
            Column owner,
            Column element,
            @Nullable ConflictRule conflict) {}

    /**
     * What happens to a row whose key is taken.
     *
     * @param action what is done
     * @param keys the keys that may tell rows apart: for each row it is the first of which it carries all columns
     */
    public record ConflictRule(OnConflict.Action action, List<Key> keys) {

        public ConflictRule {
            Objects.requireNonNull(action, "action");
            keys = List.copyOf(keys);
        }

        /** Returns what a loader for rows of these columns does, null when they carry none of the keys. */
        public @Nullable OnConflict on(List<Column> columns) {
            List<String> names = columns.stream().map(Column::name).toList();
            return keys.stream()
                    .filter(key -> names.containsAll(key.columns()))
                    .findFirst()
                    .map(key -> new OnConflict(action, key))
                    .orElse(null);
        }
    }
}

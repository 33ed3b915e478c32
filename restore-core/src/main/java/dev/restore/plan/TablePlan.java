package dev.restore.plan;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import java.util.List;
import java.util.Objects;

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
 */
public record TablePlan(
        String source,
        Table target,
        long expectedRows,
        List<Assignment> columns,
        List<FixedValue> fixed,
        List<String> ignored,
        List<ManyToMany> joins) {

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
     */
    public record Assignment(String field, Column column, String conversion) {}

    /**
     * A column that gets the same value in every row that does not carry it.
     *
     * @param column the column
     * @param value a {@code String}, {@code Boolean} or {@code Number}
     */
    public record FixedValue(Column column, Object value) {}

    /**
     * A list of keys that becomes rows of a join table.
     *
     * @param field the field's name in the backup
     * @param joinTable the join table
     * @param owner its column for the key of the row that holds the list
     * @param element its column for an element of the list
     */
    public record ManyToMany(String field, Table joinTable, Column owner, Column element) {}
}

package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table and the columns that a loader fills. Columns that are left out get their defaults.
 *
 * @param table the table
 * @param columns the columns in the order of a batch's cells; empty when every row consists of defaults
 * @param onConflict what to do with a row whose key is taken, all columns of which are among {@code columns}; null when that is
 *     an error
 * @param followed columns of keys that others refer to; where a row that is there under the same key holds something else in them,
 *     the loader reports that as {@link Loaded#others}. Empty where a taken key is an error
 */
public record LoadTarget(
        Table table, List<Column> columns, @Nullable OnConflict onConflict, List<Column> followed) {

    /** Creates a target where a taken key is an error. */
    public LoadTarget(Table table, List<Column> columns) {
        this(table, columns, null);
    }

    /** Creates a target whose rows are found by a key to which nobody else's references need to be led. */
    public LoadTarget(Table table, List<Column> columns, @Nullable OnConflict onConflict) {
        this(table, columns, onConflict, List.of());
    }

    public LoadTarget {
        Objects.requireNonNull(table, "table");
        columns = List.copyOf(columns);
        followed = List.copyOf(followed);
        if (!columns.containsAll(followed)) {
            throw new IllegalArgumentException("only columns that are loaded can be followed, not " + followed);
        }
    }

    /** Returns the same with other columns to be followed. */
    public LoadTarget following(List<Column> others) {
        return new LoadTarget(table, columns, onConflict, others);
    }

    /**
     * Returns the columns that change in a row whose key is taken: it keeps the key that it was found by, its primary key, to
     * which others refer, and numbers that only the database sets. Empty where a taken key is an error or the row stays.
     */
    public List<Column> changedColumns() {
        if (onConflict == null || onConflict.action() == OnConflict.Action.SKIP) {
            return List.of();
        }
        Set<String> kept = new HashSet<>(onConflict.key().columns());
        table.primaryKey().map(Key::columns).ifPresent(kept::addAll);
        return columns.stream()
                .filter(column -> !kept.contains(column.name()))
                .filter(column -> column.generation() != Generation.IDENTITY_ALWAYS)
                .toList();
    }
}

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
 */
public record LoadTarget(
        Table table, List<Column> columns, @Nullable OnConflict onConflict) {

    /** Creates a target where a taken key is an error. */
    public LoadTarget(Table table, List<Column> columns) {
        this(table, columns, null);
    }

    public LoadTarget {
        Objects.requireNonNull(table, "table");
        columns = List.copyOf(columns);
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

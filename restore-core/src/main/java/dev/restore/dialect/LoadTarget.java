package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import java.util.List;
import java.util.Objects;
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
}

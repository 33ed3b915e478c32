package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import java.util.List;
import java.util.Objects;

/**
 * The table and the columns that a loader fills. Columns that are left out get their defaults.
 *
 * @param table the table
 * @param columns the columns in the order of a batch's cells; empty when every row consists of defaults
 */
public record LoadTarget(Table table, List<Column> columns) {

    public LoadTarget {
        Objects.requireNonNull(table, "table");
        columns = List.copyOf(columns);
    }
}

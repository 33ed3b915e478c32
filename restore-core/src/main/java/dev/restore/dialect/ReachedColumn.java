package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import java.util.List;
import java.util.Objects;

/**
 * A column of the row that is reached from a row of a table by its foreign keys.
 *
 * @param path the foreign keys, one after the other, each of which leads to one row at most; empty for a column of the row itself
 * @param table the table whose column it is
 * @param column the column
 */
public record ReachedColumn(List<ForeignKey> path, Table table, Column column) {

    public ReachedColumn {
        path = List.copyOf(path);
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
    }
}

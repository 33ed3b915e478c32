package dev.restore.seed;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the rows of a table must be. Immutable.
 *
 * @param name the table
 * @param columns all that a row may have
 */
record TableSchema(String name, List<ColumnSchema> columns) {

    TableSchema {
        columns = List.copyOf(columns);
    }

    TableSchema lowerCase() {
        return new TableSchema(
                name.toLowerCase(Locale.ROOT),
                columns.stream()
                        .map(column -> column.named(column.name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    /** Finds a column; case does not matter. */
    Optional<ColumnSchema> column(String field) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(field))
                .findFirst();
    }
}

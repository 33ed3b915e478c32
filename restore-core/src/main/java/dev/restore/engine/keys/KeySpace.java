package dev.restore.engine.keys;

import dev.restore.catalog.TableName;
import java.util.List;
import java.util.Objects;

/**
 * A key of a table to which foreign keys refer.
 *
 * @param table the table
 * @param columns the columns, in the order in which the foreign keys name them
 */
public record KeySpace(TableName table, List<String> columns) {

    public KeySpace {
        Objects.requireNonNull(table, "table");
        columns = List.copyOf(columns);
    }

    /** Returns {@code table(a, b)}, for messages. */
    public String describe() {
        return table + "(" + String.join(", ", columns) + ")";
    }
}

package dev.restore.catalog;

import java.util.List;
import java.util.Objects;

/**
 * A unique index that is not a {@link Key}, because it has a condition or is over expressions: the database lets no two rows have the same
 * in it, and no reference can lead to it.
 *
 * @param name the index's name
 * @param columns the columns that say what a row has in it, in no particular order; at least one
 */
public record UniqueIndex(String name, List<String> columns) {

    public UniqueIndex {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("index " + name + " has no columns");
        }
    }
}

package dev.restore.engine.options;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How rows of the backup are found among those of the target, and what becomes of references. Immutable.
 *
 * @param naturalKeys what tells the rows of a table apart whatever their numbers, by the table's name: columns, or
 *     {@code relation.column}; by default what is known of Django's own models and what follows from a table's one unique key
 */
public record Merging(Map<String, List<String>> naturalKeys) {

    private static final Merging DEFAULTS = new Merging(Map.of());

    public Merging {
        naturalKeys = InOrder.copy(naturalKeys);
    }

    /** Returns what applies when nothing is said. */
    public static Merging defaults() {
        return DEFAULTS;
    }

    /** Adds to {@link #naturalKeys}. */
    public Merging naturalKey(String table, List<String> paths) {
        Objects.requireNonNull(table, "table");
        List<String> copy = List.copyOf(paths);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("a natural key of " + table + " needs columns");
        }
        return new Merging(InOrder.with(naturalKeys, table, copy));
    }
}

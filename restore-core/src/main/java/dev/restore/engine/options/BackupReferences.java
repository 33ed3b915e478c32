package dev.restore.engine.options;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which references of a backup are written as the natural keys of the rows they lead to. Immutable.
 *
 * @param byNaturalKey whether all are whose rows have a natural key that is known; by default only those to the tables of {@code naturalKeys}
 * @param naturalKeys what tells the rows of a table apart whatever their numbers, by the table's name: columns, or
 *     {@code relation.column}; by default none
 */
public record BackupReferences(boolean byNaturalKey, Map<String, List<String>> naturalKeys) {

    private static final BackupReferences DEFAULTS = new BackupReferences(false, Map.of());

    public BackupReferences {
        naturalKeys = InOrder.copy(naturalKeys);
    }

    /** Returns what applies when nothing is said: references are the values of their columns. */
    public static BackupReferences defaults() {
        return DEFAULTS;
    }

    /** Returns whether some reference may be written as a natural key. */
    public boolean any() {
        return byNaturalKey || !naturalKeys.isEmpty();
    }

    /** Sets {@link #byNaturalKey}. */
    public BackupReferences byNaturalKey(boolean value) {
        return new BackupReferences(value, naturalKeys);
    }

    /**
     * Adds to {@link #naturalKeys}.
     *
     * @throws IllegalArgumentException if there are no paths
     */
    public BackupReferences naturalKey(String table, List<String> paths) {
        Objects.requireNonNull(table, "table");
        List<String> copy = List.copyOf(paths);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("a natural key of " + table + " needs columns");
        }
        return new BackupReferences(byNaturalKey, InOrder.with(naturalKeys, table, copy));
    }
}

package dev.restore.dialect.sqlite;

import dev.restore.catalog.ForeignKey;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only SQLite knows of a table.
 *
 * @param strict whether it is declared STRICT
 * @param autoincrement whether its numbers are kept in {@code sqlite_sequence}
 * @param rowidAlias the column that is the row's own number, or null
 * @param nullsInKey whether a column of its primary key that is not declared NOT NULL, nor that one, keeps nulls
 * @param foreignKeys its foreign keys by the numbers that SQLite gives them
 * @param mismatched those of the numbers whose key refers to columns that are not a key
 * @param deferring whether one of its foreign keys may be checked at the commit only
 */
record TableTraits(
        boolean strict,
        boolean autoincrement,
        @Nullable String rowidAlias,
        boolean nullsInKey,
        Map<Integer, ForeignKey> foreignKeys,
        Set<Integer> mismatched,
        boolean deferring) {

    TableTraits {
        foreignKeys = Map.copyOf(foreignKeys);
        mismatched = Set.copyOf(mismatched);
    }

    /** Returns whether SQLite keeps a null in a column of the primary key, where the column is not declared NOT NULL. */
    boolean takesNullInKey(String column) {
        return nullsInKey && !column.equals(rowidAlias);
    }
}

package dev.restore.engine.cycle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of the tables of a database at one moment, as they are compared.
 *
 * @param dialect the dialect's id
 * @param tables the tables by name, parents before children as far as possible
 */
record CycleSnapshot(String dialect, Map<String, Rows> tables) {

    /** The rows of a table. */
    record Rows(ComparedTable table, SortedRows rows) {}

    CycleSnapshot {
        tables = new LinkedHashMap<>(tables);
    }

    /** Returns the rows of a table, empty where there is no such table or it has other columns. */
    Optional<SortedRows> rows(String name, ComparedTable like) {
        return Optional.ofNullable(tables.get(name))
                .filter(rows -> rows.table().labels().equals(like.labels()))
                .map(Rows::rows);
    }
}

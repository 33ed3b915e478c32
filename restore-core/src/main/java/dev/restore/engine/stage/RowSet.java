package dev.restore.engine.stage;

import dev.restore.catalog.Column;
import java.util.List;
import java.util.Set;

/**
 * Which columns the rows of a set carry: absent ones get their defaults, so that each set moves by itself.
 *
 * @param number what their stage calls the set
 * @param columns the target's columns that they carry
 * @param lists the many-to-many fields that they carry
 */
public record RowSet(int number, List<Column> columns, Set<String> lists) {
    public RowSet {
        columns = List.copyOf(columns);
        lists = Set.copyOf(lists);
    }
}

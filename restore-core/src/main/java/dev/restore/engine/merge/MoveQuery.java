package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.Column.Generation;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.dialect.Staging.Change;
import dev.restore.engine.stage.RowSet;
import dev.restore.engine.stage.StagedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The rows of one set as they are to be in their table: by their keys, the columns that are no part of what they are found by. */
final class MoveQuery {

    private final Workspace work;
    private final StagedTable table;
    private final Table map;

    MoveQuery(Workspace work, StagedTable table, Table map) {
        this.work = work;
        this.table = table;
        this.map = map;
    }

    /**
     * Returns what the columns of rows are in the end, empty where there are none of which that could be said.
     *
     * @param how whether the rows are matched or new
     * @param condition which rows of the stage, called {@code s}; empty for all of the set
     */
    Optional<Change> change(RowSet set, int how, String condition) {
        return change(set, how, condition, column -> true);
    }

    /** Returns the same of some columns alone. */
    Optional<Change> change(RowSet set, int how, String condition, Predicate<Column> among) {
        Set<String> kept = new HashSet<>();
        table.primaryKey().forEach(column -> kept.add(column.name()));
        NaturalKey key = table.merge().key();
        if (key != null && how == Workspace.MATCHED) {
            kept.addAll(key.columns());
        }
        List<Column> changed = set.columns().stream()
                .filter(column -> !kept.contains(column.name()) && among.test(column))
                .filter(column -> column.generation() != Generation.IDENTITY_ALWAYS)
                .toList();
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        FinalValues values = new FinalValues(work, table);
        List<String> names = changed.stream().map(Column::name).toList();
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < table.primaryKey().size(); i++) {
            selected.add(work.key("p", i) + " AS k" + i);
        }
        for (int i = 0; i < names.size(); i++) {
            selected.add(values.value(names.get(i)) + " AS v" + i);
        }
        String query = "SELECT " + String.join(", ", selected) + " FROM " + work.quote(table.stage()) + " s"
                + mapped(work, table, map, how) + values.joins(names) + " WHERE " + ofSet(work, table, set) + condition;
        return Optional.of(new Change(table.target(), table.primaryKey(), changed, query));
    }

    /** Returns the condition that takes the rows of one set. */
    static String ofSet(Workspace work, StagedTable table, RowSet set) {
        return work.column("s", table.names().set()) + " = " + set.number();
    }

    /** Returns the join with the rows of a map. */
    static String mapped(Workspace work, StagedTable table, Table map, int how) {
        return " JOIN " + work.quote(map) + " p ON " + work.column("p", Workspace.ROW) + " = "
                + work.column("s", table.names().row()) + " AND " + work.column("p", Workspace.HOW) + " = " + how;
    }
}

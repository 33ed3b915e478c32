package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.dialect.Staging.Change;
import dev.restore.engine.merge.Workspace.KeySource;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan.Match;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rows that were created for missing ones, once they are mapped: what the caller says of their columns may make them rows
 * that are there or in the backup. References lead to these then, and nothing is created.
 */
final class CreatedRows {

    private final Workspace work;

    CreatedRows(Workspace work) {
        this.work = work;
    }

    /**
     * Takes those away that are other rows.
     *
     * @throws PlanException when several are left that cannot be told apart
     */
    void settle(StagedTable table) throws SQLException {
        if (table.created() == 0) {
            return;
        }
        Table map = work.map(table.target().name()).orElseThrow();
        KeySource source = work.keys(table.target().name()).orElse(null);
        if (source != null && table.merge().match() == Match.NATURAL_KEY) {
            ofBackup(table, map, source);
        }
        takeAway(table, map, source);
        if (table.created() > 1) {
            requireDifferent(table);
        }
    }

    /** Gives those the keys of rows of the backup that have their natural keys. */
    private void ofBackup(StagedTable table, Table map, KeySource source) throws SQLException {
        String created = work.column("c", Workspace.ROW);
        String own = work.column("o", Workspace.ROW);
        String same = source.columns().stream()
                .map(column -> work.column("b", column) + " = " + work.column("n", column))
                .collect(Collectors.joining(" AND "));
        List<Column> changed = new ArrayList<>(List.of(map.column(Workspace.HOW).orElseThrow()));
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < table.primaryKey().size(); i++) {
            changed.add(map.column("p" + i).orElseThrow());
            keys.append(", ").append(work.key("e", i)).append(" AS v").append(i + 1);
        }
        work.staging()
                .change(new Change(
                        map,
                        List.of(map.column(Workspace.ROW).orElseThrow()),
                        changed,
                        "SELECT f.created AS k0, " + Workspace.MATCHED + " AS v0" + keys + " FROM (SELECT " + created
                                + " AS created, MIN(" + own + ") AS own FROM " + work.quote(map) + " c JOIN "
                                + work.quote(source.table()) + " n ON " + work.column("n", source.row()) + " = "
                                + created + " JOIN " + work.quote(source.table()) + " b ON " + same + " JOIN "
                                + work.quote(map) + " o ON " + own + " = " + work.column("b", source.row())
                                + " WHERE " + created + " > " + table.rows() + " AND "
                                + work.column("c", Workspace.HOW) + " = " + Workspace.NEW + " AND " + own + " <= "
                                + table.rows() + " GROUP BY " + created + ") f JOIN " + work.quote(map) + " e ON "
                                + work.column("e", Workspace.ROW) + " = f.own"));
    }

    /** Only the map needs to know of rows that are others. */
    private void takeAway(StagedTable table, Table map, @Nullable KeySource source) throws SQLException {
        String others = " IN (SELECT " + work.column("m", Workspace.ROW) + " FROM " + work.quote(map) + " m WHERE "
                + work.column("m", Workspace.ROW) + " > " + table.rows() + " AND " + work.column("m", Workspace.HOW)
                + " = " + Workspace.MATCHED + ")";
        if (source != null && !source.table().equals(table.stage())) {
            work.staging()
                    .update("DELETE FROM " + work.quote(source.table()) + " WHERE " + work.quote(source.row())
                            + others);
        }
        table.found(work.staging()
                .update("DELETE FROM " + work.quote(table.stage()) + " WHERE "
                        + work.quote(table.names().row()) + others));
    }

    private void requireDifferent(StagedTable table) throws SQLException {
        Set<List<String>> keys = new LinkedHashSet<>();
        NaturalKey natural = table.merge().key();
        if (natural != null) {
            keys.add(natural.columns());
        }
        table.target().keys().stream()
                .filter(key -> !key.primary())
                .map(Key::columns)
                .forEach(keys::add);
        Set<String> given = table.template().keySet().stream().map(Column::name).collect(Collectors.toSet());
        for (List<String> key : keys) {
            if (given.containsAll(key)) {
                requireDifferent(table, key);
            }
        }
    }

    private void requireDifferent(StagedTable table, List<String> key) throws SQLException {
        String columns = String.join(", ", work.columns("s", key));
        List<List<@Nullable String>> most = work.staging()
                .texts(
                        "SELECT COUNT(*) FROM " + work.quote(table.stage()) + " s WHERE "
                                + work.column("s", table.names().row()) + " > " + table.rows() + " AND "
                                + work.notNull(key) + " GROUP BY " + columns + " HAVING COUNT(*) > 1",
                        1,
                        1);
        if (most.isEmpty()) {
            return;
        }
        String name = table.target().name().name();
        throw new PlanException(List.of(new Problem(
                Problem.Kind.MISSING_VALUE,
                name,
                most.get(0).get(0) + " rows of " + name + " are missing, and each would be created with the same "
                        + String.join(", ", key) + ", which tells rows apart: only one row can be created so.",
                "Leave that default out where the column needs none, or say otherwise what becomes of references that"
                        + " lead nowhere (defaultValue, orphans; --default, --orphans). Nothing was changed.")));
    }
}

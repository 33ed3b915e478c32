package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.MergePlan.Match;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for rows whose unique values say that they are others than those of the target whose keys they have. */
final class UniqueValues {

    private final Workspace work;
    private final BadRowSearch bad;

    /**
     * Creates one.
     *
     * @param bad takes what is found
     */
    UniqueValues(Workspace work, BadRowSearch bad) {
        this.work = work;
        this.bad = bad;
    }

    /**
     * Where several keys could tell rows apart, a row that is found by its primary key and agrees in none of them with the row that is
     * there is not likely to be that row: in a database that was set up again numbers mean other rows.
     */
    void mistaken() throws SQLException {
        for (StagedTable table : work.stages().inOrder()) {
            List<NaturalKey> candidates = table.merge().candidates();
            if (!candidates.isEmpty()
                    && table.merge().match() == Match.PRIMARY_KEY
                    && work.given(table.target().name()) == null
                    && isCompared(table)) {
                mistaken(table, candidates);
            }
        }
    }

    private void mistaken(StagedTable table, List<NaturalKey> candidates) throws SQLException {
        FinalValues values = new FinalValues(work, table);
        Set<String> columns = new HashSet<>();
        List<String> agreeing = new ArrayList<>();
        List<String> differing = new ArrayList<>();
        for (NaturalKey candidate : candidates) {
            columns.addAll(candidate.columns());
            String same = same(values, candidate.columns());
            agreeing.add("(" + same + ")");
            differing.add("(NOT (" + same + "))");
        }
        bad.add(
                table,
                from(table, values, List.copyOf(columns)) + " JOIN "
                        + work.staging().from(table.target()) + " x ON " + work.hasKey("x", table, "m") + " WHERE "
                        + work.column("m", Workspace.HOW) + " = " + Workspace.MATCHED + " AND ("
                        + String.join(" OR ", differing) + ") AND CASE WHEN " + String.join(" OR ", agreeing)
                        + " THEN 1 ELSE 0 END = 0",
                new BadRows.Unfit(
                        primary(table),
                        "23505",
                        "has the number of a row of the target that differs from it in whatever is unique; say what tells rows"
                                + " apart (naturalKey, --natural-key): "
                                + table.merge().declarations() + ", or "
                                + table.target().name().name() + "="
                                + primary(table) + " where it is the number"));
    }

    /**
     * Finds rows with a unique value of a row of the target that stays as it is.
     *
     * @return whether there are any
     */
    boolean taken(StagedTable table) throws SQLException {
        boolean found = false;
        for (Key key : others(table)) {
            found |= taken(table, key);
        }
        return found;
    }

    /**
     * Returns why a row that a database has refused gets a unique value of a row of the target that is to give it up, empty where it gets
     * none: rows that exchange their values get in each other's way, as a database looks at each by itself.
     *
     * @param row its number in the stage
     */
    Optional<BadRows.Unfit> exchanged(StagedTable table, long row) throws SQLException {
        FinalValues values = new FinalValues(work, table);
        for (Key key : others(table)) {
            String columns = String.join(", ", key.columns());
            long holders = work.staging()
                    .number("SELECT COUNT(*) FROM (" + from(table, values, key.columns()) + " JOIN "
                            + work.staging().from(table.target()) + " x ON " + same(values, key.columns())
                            + " WHERE NOT (" + work.hasKey("x", table, "m") + ") AND "
                            + work.column("s", table.names().row()) + " = " + row + ") q");
            if (holders > 0) {
                return Optional.of(new BadRows.Unfit(
                        columns,
                        "23505",
                        "has a unique value (" + columns
                                + ") that another row of the target still has and gives up only in this merge, and rows cannot"
                                + " exchange such values; where they tell who a row is, find rows by them (naturalKey,"
                                + " --natural-key " + table.target().name().name() + "="
                                + String.join(",", key.columns()) + ")"));
            }
        }
        return Optional.empty();
    }

    /** Returns the unique keys by which rows are not found and that can be compared. */
    private List<Key> others(StagedTable table) throws SQLException {
        if (!isCompared(table)) {
            return List.of();
        }
        NaturalKey natural = table.merge().key();
        return table.target().keys().stream()
                .filter(key -> !key.primary())
                .filter(key -> natural == null
                        || natural.columns().size() != key.columns().size()
                        || !natural.columns().containsAll(key.columns()))
                .filter(key -> key.columns().stream()
                        .allMatch(column -> table.stage().column(column).isPresent()))
                .toList();
    }

    private boolean taken(StagedTable table, Key key) throws SQLException {
        boolean changes = table.merge().existing() == Existing.UPDATE;
        Table map = work.map(table.target().name()).orElseThrow();
        String stays = changes
                ? " AND NOT EXISTS (SELECT 1 FROM " + work.quote(map) + " o WHERE "
                        + work.column("o", Workspace.HOW) + " = " + Workspace.MATCHED + " AND "
                        + work.hasKey("x", table, "o") + ")"
                : " AND " + work.column("m", Workspace.HOW) + " = " + Workspace.NEW;
        FinalValues values = new FinalValues(work, table);
        return bad.add(
                table,
                from(table, values, key.columns()) + " JOIN " + work.staging().from(table.target()) + " x ON "
                        + same(values, key.columns()) + " WHERE NOT (" + work.hasKey("x", table, "m") + ")" + stays,
                new BadRows.Unfit(
                        String.join(", ", key.columns()),
                        "23505",
                        "has a unique value (" + String.join(", ", key.columns())
                                + ") of another row of the target, which no row of the backup is"));
    }

    private boolean isCompared(StagedTable table) {
        return work.map(table.target().name()).isPresent() && work.holdsRows(table.target());
    }

    private String from(StagedTable table, FinalValues values, List<String> columns) {
        String row = work.column("s", table.names().row());
        return "SELECT DISTINCT " + row + " FROM " + work.quote(table.stage()) + " s JOIN "
                + work.quote(work.map(table.target().name()).orElseThrow()) + " m ON "
                + work.column("m", Workspace.ROW) + " = " + row + values.joins(columns);
    }

    private String same(FinalValues values, List<String> columns) {
        return work.equal("x", columns, columns.stream().map(values::value).toList());
    }

    private static String primary(StagedTable table) {
        return table.primaryKey().stream().map(Column::name).collect(Collectors.joining(", "));
    }
}

package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.merge.Workspace.KeySource;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.RowSet;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.MergePlan.Match;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks for rows whose keys do not tell which row they are. */
final class KeyChecks {

    private final Workspace work;
    private final BadRowSearch bad;
    private final boolean lastWins;
    private final boolean all;

    /**
     * Creates checks.
     *
     * @param bad takes what is found
     * @param lastWins whether of several rows with one key the last counts, as where a dump is read by Django; otherwise the others are bad
     * @param all whether natural keys are compared that the database itself keeps apart, once the rows are in
     */
    KeyChecks(Workspace work, BadRowSearch bad, boolean lastWins, boolean all) {
        this.all = all;
        this.work = work;
        this.bad = bad;
        this.lastWins = lastWins;
    }

    /**
     * Several rows of the backup with one primary key are one row, or all but the first are bad.
     *
     * @param natural whether the key may be written as a natural key: two of these are told apart as such
     */
    void duplicates(StagedTable table, boolean natural) throws SQLException {
        List<String> primary = table.primaryKey().stream().map(Column::name).toList();
        if (natural || table.hasDistinctKeys() || !repeats(table.stage(), primary)) {
            return;
        }
        if (!lastWins) {
            bad.add(
                    table,
                    repeated(table.stage(), table.names().row(), primary, work.notNull(primary), false),
                    new BadRows.Unfit(
                            String.join(", ", primary),
                            "23505",
                            "an earlier row of the backup has the same primary key"));
            return;
        }
        replace(table, repeated(table.stage(), table.names().row(), primary, work.notNull(primary), true));
    }

    /**
     * Of several rows without primary keys and with one natural key the last one counts, where a dump is read by Django, which finds the
     * row of an earlier one when a later one comes.
     */
    void repeatedNames(StagedTable table) throws SQLException {
        NaturalKey key = table.merge().key();
        KeySource source = work.keys(table.target().name()).orElse(null);
        if (!lastWins || key == null || source == null || table.merge().existing() == Existing.ADD) {
            return;
        }
        String row = work.column("s", source.row());
        String names = String.join(", ", work.columns("s", source.columns()));
        String known = known(source.columns(), required(table, key, source)) + standing(table, row);
        if (repeated(work.quote(source.table()), source.columns(), known) == 0) {
            return;
        }
        replace(
                table,
                "SELECT restore_found FROM (SELECT " + row + " AS restore_found, ROW_NUMBER() OVER (PARTITION BY "
                        + names
                        + " ORDER BY " + row + " DESC) AS restore_place, COUNT("
                        + work.column("g", table.primaryKey().get(0).name()) + ") OVER (PARTITION BY " + names
                        + ") AS restore_numbered FROM " + work.quote(source.table()) + " s JOIN "
                        + work.quote(table.stage()) + " g ON "
                        + work.column("g", table.names().row()) + " = " + row
                        + " WHERE " + known + ") q WHERE restore_place > 1 AND restore_numbered = 0 AND "
                        + work.notIn(work.map(table.target().name()).orElseThrow(), "restore_found"));
    }

    /** Learns rows that later ones replace. */
    private void replace(StagedTable table, String query) throws SQLException {
        Table known = work.replaced(table);
        Table rows =
                known != null ? known : work.create(List.of(Draft.row(Workspace.ROW)), List.of(List.of(Workspace.ROW)));
        long found = work.staging().insert(rows, rows.columns(), query);
        work.staging().filled(rows);
        if (found > 0) {
            work.replaced(table, rows);
        }
    }

    /** Returns the further condition under which no later row replaces one. */
    private String standing(StagedTable table, String row) {
        Table replaced = work.replaced(table);
        return replaced == null ? "" : " AND " + work.notIn(replaced, row);
    }

    /** Returns the further condition under which a row of a map is one of the backup: several missing rows may be the same one. */
    private String ofBackup(StagedTable table, String alias) {
        return table.all() == table.rows() ? "" : " AND " + work.column(alias, Workspace.ROW) + " <= " + table.rows();
    }

    private boolean repeats(Table table, List<String> columns) throws SQLException {
        return repeated(work.quote(table), columns, work.notNull(columns)) > 0;
    }

    /**
     * Returns how many different keys several rows have.
     *
     * @param known the condition under which values are a key
     */
    long repeated(String from, List<String> columns, String known) throws SQLException {
        return work.staging()
                .number("SELECT COUNT(*) FROM (SELECT 1 AS found FROM " + from + " s WHERE " + known + " GROUP BY "
                        + String.join(", ", work.columns("s", columns)) + " HAVING COUNT(*) > 1) q");
    }

    /** Returns a query for the rows that are not the first, or the last, with their values in some columns. */
    private String repeated(Table table, String row, List<String> columns, String known, boolean last) {
        return "SELECT restore_found FROM (SELECT " + work.column("s", row)
                + " AS restore_found, ROW_NUMBER() OVER (PARTITION BY " + String.join(", ", work.columns("s", columns))
                + " ORDER BY " + work.column("s", row) + (last ? " DESC" : "") + ") AS restore_place FROM "
                + work.quote(table) + " s WHERE " + known + ") q WHERE restore_place > 1";
    }

    /** Returns the condition under which values are a key: some must not be null, where none is named not all of them. */
    String known(List<String> columns, List<String> required) {
        return required.isEmpty()
                ? "("
                        + columns.stream()
                                .map(column -> work.column("s", column) + " IS NOT NULL")
                                .collect(Collectors.joining(" OR "))
                        + ")"
                : work.notNull(required);
    }

    /** Looks for natural keys that more than one row has, and for rows that must not be there. */
    void mapped(StagedTable table) throws SQLException {
        if (table.merge().existing() == Existing.REFUSE) {
            Table map = work.map(table.target().name()).orElseThrow();
            bad.add(
                    table,
                    "SELECT " + work.column("s", Workspace.ROW) + " FROM " + work.quote(map) + " s WHERE "
                            + work.column("s", Workspace.HOW) + " = " + Workspace.MATCHED + ofBackup(table, "s"),
                    new BadRows.Unfit(null, "23505", "is there already, and rows of this table must not be"));
        }
        NaturalKey key = table.merge().key();
        KeySource source = work.keys(table.target().name()).orElse(null);
        if (work.given(table.target().name()) != null) {
            given(table, key, source);
        }
        if (key == null || source == null || table.merge().match() != Match.NATURAL_KEY) {
            return;
        }
        if (!table.merge().proposed()) {
            List<String> required = required(table, key, source);
            String missing =
                    "NOT (" + known(source.columns(), required) + ")" + standing(table, work.column("s", source.row()));
            bad.add(
                    table,
                    "SELECT " + work.column("s", source.row()) + " FROM " + work.quote(source.table()) + " s WHERE "
                            + missing,
                    new BadRows.Unfit(
                            key.describe(),
                            null,
                            "has a null in its natural key (" + key.describe()
                                    + "), so that no row can be told to be it"));
        } else if (work.holdsRows(table.target())) {
            incomplete(table, key);
        }
        boolean unique = table.merge().unique() && !PartialKeys.isOpen(table, key);
        boolean searched = all || !unique || new Lookups(work.stages(), table).isNamed();
        if (searched && repeated(table)) {
            return;
        }
        boolean partial = work.partial(table.target().name()) != null;
        if ((!searched || partial) && matchesTwice(table) && (searched || !repeated(table))) {
            sameRow(table, key);
        }
    }

    /** Returns the columns of the natural keys of which none may be null. */
    private static List<String> required(StagedTable table, NaturalKey key, KeySource source) {
        return PartialKeys.required(table, key).stream()
                .map(column -> source.columns().get(key.columns().indexOf(column)))
                .toList();
    }

    /** Of several rows of the backup that are one row of the target all but the first are bad. */
    private void sameRow(StagedTable table, NaturalKey key) throws SQLException {
        Table map = work.map(table.target().name()).orElseThrow();
        List<String> keys = Workspace.keys(table);
        bad.add(
                table,
                repeated(map, Workspace.ROW, keys, work.notNull(keys) + ofBackup(table, "s"), false),
                new BadRows.Unfit(
                        key.describe(),
                        "23505",
                        "is the row of the target that an earlier row of the backup is (" + key.describe() + ")"));
    }

    /** A row that leaves a part of its natural key to the database's default says nothing of who it is. */
    private void incomplete(StagedTable table, NaturalKey key) throws SQLException {
        for (RowSet set : table.sets()) {
            boolean defaults = key.columns().stream()
                    .map(name -> table.target().column(name).orElseThrow())
                    .anyMatch(column -> !set.columns().contains(column) && (column.hasDefault() || !column.nullable()));
            if (defaults) {
                bad.add(
                        table,
                        "SELECT " + work.column("s", table.names().row()) + " FROM " + work.quote(table.stage())
                                + " s WHERE " + MoveQuery.ofSet(work, table, set)
                                + standing(table, work.column("s", table.names().row())),
                        new BadRows.Unfit(
                                key.describe(),
                                null,
                                "does not carry all of its natural key (" + key.describe()
                                        + "), so that no row can be told to be it"));
            }
        }
    }

    /** What an earlier merge says of keys must still be so: one row has each, and that of the target is the one that is meant. */
    private void given(StagedTable table, @Nullable NaturalKey key, @Nullable KeySource source) throws SQLException {
        Table map = work.map(table.target().name()).orElseThrow();
        List<String> keys = Workspace.keys(table);
        if (repeated(work.quote(map), keys, work.notNull(keys) + ofBackup(table, "s")) > 0) {
            bad.add(
                    table,
                    repeated(map, Workspace.ROW, keys, work.notNull(keys) + ofBackup(table, "s"), false),
                    new BadRows.Unfit(
                            null,
                            "23505",
                            "has the key of an earlier row of the backup in the end: the map of keys that was given"
                                    + " (mappingFrom) is not one of this backup and this target"));
        }
        if (key == null || source == null || !work.holdsRows(table.target())) {
            return;
        }
        List<String> other = new ArrayList<>();
        for (int i = 0; i < source.columns().size(); i++) {
            other.add(work.column("x", key.columns().get(i)) + " IS DISTINCT FROM "
                    + work.column("n", source.columns().get(i)));
        }
        bad.add(
                table,
                "SELECT " + work.column("m", Workspace.ROW) + " FROM " + work.quote(map) + " m JOIN "
                        + work.quote(source.table()) + " n ON " + work.column("n", source.row()) + " = "
                        + work.column("m", Workspace.ROW) + " JOIN "
                        + work.staging().from(table.target())
                        + " x ON " + work.hasKey("x", table, "m") + " WHERE " + work.column("m", Workspace.HOW)
                        + " = " + Workspace.MATCHED + " AND (" + String.join(" OR ", other) + ")",
                new BadRows.Unfit(
                        key.describe(),
                        null,
                        "is a row of the target with another natural key (" + key.describe()
                                + ") for all that the map of keys says that was given (mappingFrom)"));
    }

    /** Returns whether several rows of the backup were found to be the same row of the target. */
    private boolean matchesTwice(StagedTable table) throws SQLException {
        Table map = work.map(table.target().name()).orElseThrow();
        String keys = String.join(", ", work.columns("m", Workspace.keys(table)));
        return work.holdsRows(table.target())
                && work.staging()
                                .number("SELECT COUNT(*) FROM (SELECT 1 AS found FROM " + work.quote(map)
                                        + " m WHERE " + work.column("m", Workspace.HOW) + " = " + Workspace.MATCHED
                                        + ofBackup(table, "m") + " GROUP BY " + keys + " HAVING COUNT(*) > 1) q")
                        > 0;
    }

    /** Of several rows of the backup with one natural key all but the first are bad. Returns whether there are any. */
    boolean repeated(StagedTable table) throws SQLException {
        NaturalKey key = table.merge().key();
        KeySource source = work.keys(table.target().name()).orElse(null);
        if (key == null || source == null || table.merge().match() != Match.NATURAL_KEY) {
            return false;
        }
        String known =
                known(source.columns(), required(table, key, source)) + standing(table, work.column("s", source.row()));
        return repeated(work.quote(source.table()), source.columns(), known) > 0
                && bad.add(
                        table,
                        repeated(source.table(), source.row(), source.columns(), known, false),
                        new BadRows.Unfit(
                                key.describe(),
                                "23505",
                                "an earlier row of the backup has the same natural key (" + key.describe()
                                        + "): where these are different rows, other columns must tell them apart"
                                        + " (naturalKey, --natural-key)"));
    }

    /** Finds rows whose own key is somebody else's and that can get no other. To be called when those are known that lead nowhere. */
    void keyless() throws SQLException {
        for (StagedTable table : work.stages().inOrder()) {
            Table map = work.map(table.target().name()).orElse(null);
            if (map == null) {
                continue;
            }
            String missing = IntStream.range(0, table.primaryKey().size())
                    .mapToObj(place -> work.key("s", place) + " IS NULL")
                    .collect(Collectors.joining(" OR "));
            bad.add(
                    table,
                    "SELECT " + work.column("s", Workspace.ROW) + " FROM " + work.quote(map) + " s WHERE " + missing,
                    new BadRows.Unfit(
                            table.primaryKey().stream().map(Column::name).collect(Collectors.joining(", ")),
                            "23505",
                            "has no primary key or one that another row has, and no other can be made for it: only numbers and"
                                    + " UUIDs that are no references are drawn anew"));
        }
    }

    /** What no round has found leads through itself. */
    void unfound(StagedTable table) throws SQLException {
        Table map = work.map(table.target().name()).orElseThrow();
        Table others = work.replaced(table);
        String row = work.column("s", table.names().row());
        bad.add(
                table,
                "SELECT " + row + " FROM " + work.quote(table.stage()) + " s WHERE " + work.notIn(map, row)
                        + (others == null ? "" : " AND " + work.notIn(others, row)),
                new BadRows.Unfit(
                        null,
                        "23503",
                        "its key holds a reference that leads to no row of the backup or the target, or back to itself"));
    }
}

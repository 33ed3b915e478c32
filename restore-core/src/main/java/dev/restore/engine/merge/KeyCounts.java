package dev.restore.engine.merge;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.MappedKeys;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts what became of keys, once they are mapped. */
final class KeyCounts {

    private final Workspace work;
    private final Function<TableName, String> names;
    private final Map<ForeignKey, Long> counted;
    private final Map<TableName, Boolean> moved = new HashMap<>();
    private final Map<TableName, Long> matched = new HashMap<>();

    /**
     * Creates one.
     *
     * @param counted how many references of foreign keys lead to another key, where that is known already
     * @param names spells names for people
     */
    KeyCounts(Workspace work, Map<ForeignKey, Long> counted, Function<TableName, String> names) {
        this.counted = counted;
        this.work = work;
        this.names = names;
    }

    /** Returns how many rows of each table are the target's. */
    Map<TableName, Long> matched() {
        return matched;
    }

    /** Returns the counts of all tables with rows. */
    List<MappedKeys> of() throws SQLException {
        Map<TableName, long[]> rows = new HashMap<>();
        for (StagedTable table : work.stages().inOrder()) {
            long[] counts = rows(table);
            rows.put(table.target().name(), counts);
            moved.put(table.target().name(), counts[1] + counts[4] + table.all() - table.rows() > 0);
            matched.put(table.target().name(), counts[0] + counts[1] + counts[2]);
        }
        List<MappedKeys> keys = new ArrayList<>();
        for (StagedTable table : work.stages().inOrder()) {
            long[] counts = rows.getOrDefault(table.target().name(), new long[5]);
            if (table.all() > 0 && table.owner().isEmpty()) {
                keys.add(new MappedKeys(
                        names.apply(table.target().name()),
                        DoubtfulMatches.isByNumber(table),
                        counts[0],
                        counts[1],
                        counts[2],
                        counts[3],
                        counts[4],
                        table.created(),
                        table.found(),
                        counts[1] > 0 ? example(table) : null,
                        references(table),
                        cleared(table)));
            }
        }
        return keys;
    }

    /** Counts the rows of the backup that are there under the same key, another one and without one in the backup, and the new ones that keep theirs and get another. */
    private long[] rows(StagedTable table) throws SQLException {
        long[] counts = new long[5];
        Table map = work.map(table.target().name()).orElse(null);
        if (map == null) {
            counts[3] = table.rows();
            return counts;
        }
        List<String> same = new ArrayList<>();
        for (int i = 0; i < table.primaryKey().size(); i++) {
            same.add(work.old("m", i) + " = " + work.key("m", i));
        }
        String kept = "(" + String.join(" AND ", same) + ")";
        String own =
                table.all() == table.rows() ? "" : work.column("m", Workspace.ROW) + " <= " + table.rows() + " AND ";
        List<String> sums = new ArrayList<>();
        for (int how : new int[] {Workspace.MATCHED, Workspace.NEW}) {
            String of = "SUM(CASE WHEN " + work.column("m", Workspace.HOW) + " = " + how + " AND " + own;
            sums.add(of + kept + " THEN 1 ELSE 0 END)");
            // Neither is true of a row without a key in the backup.
            String other = of + "CASE WHEN " + kept + " THEN 0 ELSE 1 END = 1";
            if (how == Workspace.NEW) {
                sums.add(other + " THEN 1 ELSE 0 END)");
            } else {
                sums.add(other + " AND " + work.old("m", 0) + " IS NOT NULL THEN 1 ELSE 0 END)");
                sums.add(other + " AND " + work.old("m", 0) + " IS NULL THEN 1 ELSE 0 END)");
            }
        }
        List<@Nullable String> row = work.staging()
                .texts("SELECT " + String.join(", ", sums) + " FROM " + work.quote(map) + " m", counts.length, 1)
                .get(0);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = row.get(i) == null ? 0 : Long.parseLong(String.valueOf(row.get(i)));
        }
        return counts;
    }

    private @Nullable String example(StagedTable table) throws SQLException {
        Table map = work.map(table.target().name()).orElse(null);
        if (map == null || table.primaryKey().size() != 1) {
            return null;
        }
        String old = work.old("m", 0);
        List<List<@Nullable String>> first = work.staging()
                .texts(
                        "SELECT " + old + ", " + work.key("m", 0) + " FROM " + work.quote(map) + " m WHERE "
                                + work.column("m", Workspace.HOW) + " = " + Workspace.MATCHED + " AND " + old + " <> "
                                + work.key("m", 0) + " ORDER BY " + work.column("m", Workspace.ROW),
                        2,
                        1);
        return first.isEmpty()
                ? null
                : first.get(0).get(0) + " -> " + first.get(0).get(1);
    }

    /** Counts the references that led nowhere and become null. */
    private long cleared(StagedTable table) throws SQLException {
        long cleared = new TypedReferences(work).cleared(table);
        FinalValues values = new FinalValues(work, table);
        for (ForeignKey key : table.target().foreignKeys()) {
            FinalValues.Lead lead = values.lead(key);
            if (lead != null && lead.nulls() && lead.owner() == null) {
                cleared += work.staging()
                        .number("SELECT COUNT(*) FROM " + work.quote(table.stage()) + " s" + values.joins(key.columns())
                                + " WHERE " + values.cleared(key));
            }
        }
        return cleared;
    }

    /** Counts the references to rows that have another key than the backup says; a natural key says none. */
    private long references(StagedTable table) throws SQLException {
        long led = new TypedReferences(work).led(table);
        FinalValues values = new FinalValues(work, table);
        for (ForeignKey key : table.target().foreignKeys()) {
            FinalValues.Lead lead = values.lead(key);
            boolean changed = lead != null
                    && lead.owner() == null
                    && (lead.nulls() || moved.getOrDefault(key.referencedTable(), false));
            if (!changed) {
                continue;
            }
            Long known = counted.get(key);
            led += known != null
                    ? known
                    : work.staging()
                            .number("SELECT COUNT(*) FROM " + work.quote(table.stage()) + " s"
                                    + values.joins(key.columns()) + " WHERE " + values.led(key));
        }
        return led;
    }
}

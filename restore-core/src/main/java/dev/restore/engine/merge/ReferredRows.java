package dev.restore.engine.merge;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.batch.Account;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Of tables that were left out only those rows stay in their stages to which others refer, directly or through others of them. */
final class ReferredRows {

    private final Workspace work;
    private final Map<TableName, Table> kept = new LinkedHashMap<>();

    ReferredRows(Workspace work) {
        this.work = work;
    }

    /** Removes all others, and counts them as filtered. */
    void keep(Map<TableName, Account> accounts) throws SQLException {
        for (StagedTable table : work.stages().inOrder()) {
            if (table.merge().referredOnly()) {
                kept.put(
                        table.target().name(),
                        work.create(List.of(Draft.row(Workspace.ROW)), List.of(List.of(Workspace.ROW))));
            }
        }
        long found = kept.isEmpty() ? 0 : 1;
        while (found > 0) {
            found = 0;
            for (StagedTable table : work.stages().inOrder()) {
                for (ForeignKey key : table.target().foreignKeys()) {
                    found += kept.containsKey(key.referencedTable()) ? keep(table, key) : 0;
                }
            }
        }
        for (Map.Entry<TableName, Table> rows : kept.entrySet()) {
            StagedTable table = work.stages().table(rows.getKey());
            String stage = work.quote(table.stage());
            String own = work.quote(table.stage().name().name()) + "."
                    + work.quote(table.names().row());
            long removed = work.staging().update("DELETE FROM " + stage + " WHERE " + work.notIn(rows.getValue(), own));
            Objects.requireNonNull(accounts.get(rows.getKey())).filter(removed);
        }
    }

    private long keep(StagedTable table, ForeignKey key) throws SQLException {
        long found = keep(table, key, work.equal("p", key.referencedColumns(), work.columns("s", key.columns())));
        StagedReference reference = table.reference(key).orElse(null);
        if (reference == null) {
            return found;
        }
        List<String> conditions = new ArrayList<>();
        named(
                work.stages().table(key.referencedTable()),
                "p",
                reference.reference().key(),
                reference.values(),
                conditions);
        return conditions.isEmpty() ? found : found + keep(table, key, String.join(" AND ", conditions));
    }

    /** Adds the conditions under which a staged row of an alias has the natural key that values of the row say that refers to it. */
    private void named(StagedTable table, String alias, NaturalKey key, List<String> values, List<String> conditions) {
        int next = 0;
        for (NaturalKey.Part part : key.parts()) {
            NaturalKey other = part.other();
            ForeignKey through = part.through();
            if (other == null || through == null) {
                conditions.add(
                        work.column(alias, part.columns().get(0)) + " = " + work.column("s", values.get(next++)));
                continue;
            }
            int count = other.values().orElseThrow().size();
            List<String> nested = values.subList(next, next + count);
            next += count;
            StagedTable staged = work.stages().tables().get(through.referencedTable());
            if (staged != null) {
                conditions.add(leads(table, alias, through, staged, other, nested));
            }
        }
    }

    /** Returns the condition under which a reference leads to the row with a natural key, by its number or by that key itself. */
    private String leads(
            StagedTable table,
            String alias,
            ForeignKey through,
            StagedTable staged,
            NaturalKey other,
            List<String> values) {
        String inner = alias + "n";
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < through.columns().size(); i++) {
            conditions.add(work.column(inner, through.referencedColumns().get(i)) + " = "
                    + work.column(alias, through.columns().get(i)));
        }
        named(staged, inner, other, values, conditions);
        String byNumber = "EXISTS (SELECT 1 FROM " + work.quote(staged.stage()) + " " + inner + " WHERE "
                + String.join(" AND ", conditions) + ")";
        List<String> said = work.columns("s", values);
        return table.reference(through)
                .map(StagedReference::values)
                .map(own -> "(" + byNumber + " OR (" + work.equal(alias, own, said) + "))")
                .orElse(byNumber);
    }

    private long keep(StagedTable table, ForeignKey key, String referred) throws SQLException {
        StagedTable parent = work.stages().table(key.referencedTable());
        Table rows = Objects.requireNonNull(kept.get(key.referencedTable()));
        Table own = kept.get(table.target().name());
        String row = work.column("p", parent.names().row());
        String from = "SELECT DISTINCT " + row + " FROM " + work.quote(table.stage()) + " s JOIN "
                + work.quote(parent.stage()) + " p ON " + referred
                + (own == null
                        ? ""
                        : " JOIN " + work.quote(own) + " o ON " + work.column("o", Workspace.ROW) + " = "
                                + work.column("s", table.names().row()))
                + " WHERE " + work.notIn(rows, row);
        long found = work.staging().insert(rows, rows.columns(), from);
        work.staging().filled(rows);
        return found;
    }
}

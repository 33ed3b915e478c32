package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.engine.stage.RowSet;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.Match;
import dev.restore.plan.OrphanPolicy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Creates rows where references lead to none, in the stages of the tables that they refer to, before keys are mapped: with the key by
 * which they are referred to, and with what the caller says of columns that no row carries.
 */
final class MissingParents {

    private final Workspace work;

    MissingParents(Workspace work) {
        this.work = work;
    }

    /** Creates the rows, those of children first, whose own references may lead to none either. */
    void create() throws SQLException {
        List<StagedTable> tables = new ArrayList<>(work.stages().inOrder());
        Collections.reverse(tables);
        for (StagedTable table : tables) {
            for (ForeignKey key : table.target().foreignKeys()) {
                StagedTable parent = work.stages().tables().get(key.referencedTable());
                boolean wanted = table.merge().orphans(key) == OrphanPolicy.CREATE
                        && table.owner().filter(key::equals).isEmpty();
                if (!wanted || parent == null) {
                    continue;
                }
                byKey(table, key, parent);
                StagedReference reference = table.reference(key).orElse(null);
                if (reference != null) {
                    byNaturalKey(table, reference, parent);
                }
            }
        }
    }

    private void byKey(StagedTable table, ForeignKey key, StagedTable parent) throws SQLException {
        List<String> values = work.columns("s", key.columns());
        boolean numbers = parent.merge().match() != Match.NATURAL_KEY;
        insert(table, parent, key.referencedColumns(), values, numbers);
    }

    /** A natural key with parts of other rows says too little to create one of it. */
    private void byNaturalKey(StagedTable table, StagedReference reference, StagedTable parent) throws SQLException {
        NaturalKey key = reference.reference().key();
        if (key.parts().stream().anyMatch(part -> part.through() != null)) {
            return;
        }
        List<String> values = work.columns("s", reference.values());
        insert(table, parent, key.columns(), values, true);
    }

    /**
     * Inserts a row for each different key that is neither in the backup nor in the target.
     *
     * @param there whether a row of the target with that key is the one that is meant
     */
    private void insert(StagedTable table, StagedTable parent, List<String> columns, List<String> values, boolean there)
            throws SQLException {
        List<String> conditions = new ArrayList<>();
        values.forEach(value -> conditions.add(value + " IS NOT NULL"));
        conditions.add(absent(work.quote(parent.stage()), columns, values));
        if (there && work.holdsRows(parent.target())) {
            conditions.add(absent(work.staging().from(parent.target()), columns, values));
        }
        String where = " WHERE " + String.join(" AND ", conditions);
        String from = " FROM " + work.quote(table.stage()) + " s" + where;
        long rows = work.staging()
                .number("SELECT COUNT(*) FROM (SELECT DISTINCT " + String.join(", ", aliased(values)) + from + ") q");
        if (rows == 0) {
            return;
        }
        Map<Column, String> template = parent.template();
        List<Column> carried = new ArrayList<>();
        columns.forEach(column -> carried.add(parent.target().column(column).orElseThrow()));
        template.keySet().stream()
                .filter(column -> !columns.contains(column.name()))
                .forEach(carried::add);
        RowSet set = parent.set(carried, Set.of());
        List<Column> into = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        into.add(parent.stage().column(parent.names().row()).orElseThrow());
        selected.add(parent.all() + " + ROW_NUMBER() OVER (ORDER BY q.c0)");
        into.add(parent.stage().column(parent.names().set()).orElseThrow());
        selected.add(String.valueOf(set.number()));
        for (Column column : carried) {
            into.add(parent.stage().column(column.name()).orElseThrow());
            int place = columns.indexOf(column.name());
            selected.add(place >= 0 ? "q.c" + place : template.get(column));
        }
        work.staging()
                .insert(
                        parent.stage(),
                        into,
                        "SELECT " + String.join(", ", selected) + " FROM (SELECT DISTINCT "
                                + String.join(", ", aliased(values)) + from + ") q");
        work.staging().filled(parent.stage());
        parent.create(rows);
    }

    private static List<String> aliased(List<String> values) {
        List<String> aliased = new ArrayList<>();
        for (String value : values) {
            aliased.add(value + " AS c" + aliased.size());
        }
        return aliased;
    }

    private String absent(String from, List<String> columns, List<String> values) {
        return "NOT EXISTS (SELECT 1 FROM " + from + " x WHERE " + work.equal("x", columns, values) + ")";
    }
}

package dev.restore.engine.merge;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.engine.merge.Workspace.KeySource;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.Existing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the rows that natural keys stand for, among those of the backup and those of the target. */
final class ReferenceResolver {

    private final Workspace work;

    ReferenceResolver(Workspace work) {
        this.work = work;
    }

    /**
     * Resolves a reference, as far as it is not resolved yet and can be.
     *
     * @return how many rows were resolved
     */
    long resolve(StagedTable table, StagedReference reference) throws SQLException {
        ForeignKey through = reference.reference().through();
        NaturalKey key = reference.reference().key();
        Table known = work.resolved(reference);
        Table into = known == null ? work.createResolved(reference, key.table()) : known;
        String given = given(reference);
        String open = known == null
                ? given
                : given + " AND "
                        + work.notIn(into, work.column("s", table.names().row()));
        long found = find(into, table, key, through.referencedColumns(), reference.values(), open);
        work.staging().filled(into);
        return found;
    }

    /** Returns the condition under which a row refers by natural key. */
    String given(StagedReference reference) {
        return reference.values().stream()
                .map(value -> work.column("s", value) + " IS NOT NULL")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private long find(
            Table into, StagedTable source, NaturalKey key, List<String> wanted, List<String> values, String condition)
            throws SQLException {
        StringBuilder joins = new StringBuilder();
        List<String> parts = new ArrayList<>();
        int next = 0;
        for (NaturalKey.Part part : key.parts()) {
            NaturalKey other = part.other();
            ForeignKey through = part.through();
            if (other == null || through == null) {
                parts.add(work.column("s", values.get(next++)));
                continue;
            }
            int count = other.values().orElseThrow().size();
            Table nested = nested(source, through, other, values.subList(next, next + count), condition);
            String alias = "q" + next;
            joins.append(" JOIN ")
                    .append(work.quote(nested))
                    .append(' ')
                    .append(alias)
                    .append(" ON ")
                    .append(work.column(alias, Workspace.ROW))
                    .append(" = ")
                    .append(work.column("s", source.names().row()));
            for (int i = 0; i < through.columns().size(); i++) {
                parts.add(work.found(alias, i));
            }
            next += count;
        }
        return insert(into, source, key, wanted, parts, joins.toString(), condition);
    }

    private Table nested(
            StagedTable source, ForeignKey through, NaturalKey other, List<String> values, String condition)
            throws SQLException {
        Table into = work.createFound(other.table(), through.referencedColumns());
        find(into, source, other, through.referencedColumns(), values, condition);
        work.staging().filled(into);
        return into;
    }

    private long insert(
            Table into,
            StagedTable source,
            NaturalKey key,
            List<String> wanted,
            List<String> parts,
            String joins,
            String condition)
            throws SQLException {
        Table table = key.table();
        List<String> columns = key.columns();
        StringBuilder from = new StringBuilder(joins);
        List<List<String>> choices = new ArrayList<>();
        wanted.forEach(column -> choices.add(new ArrayList<>()));
        KeySource rows = work.keys(table.name()).orElse(null);
        Table map = work.map(table.name()).orElse(null);
        if (rows != null && map != null) {
            from.append(" LEFT JOIN ")
                    .append(work.quote(rows.table()))
                    .append(" n ON ")
                    .append(work.equal("n", rows.columns(), parts))
                    .append(" LEFT JOIN ")
                    .append(work.quote(map))
                    .append(" m ON ")
                    .append(work.column("m", Workspace.ROW))
                    .append(" = ")
                    .append(work.column("n", rows.row()));
            for (int i = 0; i < wanted.size(); i++) {
                String value = mapped(table, wanted.get(i), rows, columns);
                if (value != null) {
                    choices.get(i).add(value);
                }
            }
            other(work.stages().table(table.name()), rows, wanted, choices, from);
        }
        if (work.holdsRows(table)) {
            from.append(" LEFT JOIN ")
                    .append(work.staging().from(table))
                    .append(" t ON ")
                    .append(work.equal("t", columns, parts));
            for (int i = 0; i < wanted.size(); i++) {
                choices.get(i).add(work.column("t", wanted.get(i)));
            }
        }
        if (rows != null && map != null) {
            // What only the row itself says is the target's where it stays as it is.
            for (int i = 0; i < wanted.size(); i++) {
                if (mapped(table, wanted.get(i), rows, columns) == null
                        && work.stages().table(table.name()).merge().existing() != Existing.UPDATE) {
                    Collections.reverse(choices.get(i));
                }
            }
        }
        if (choices.stream().anyMatch(List::isEmpty)) {
            return 0;
        }
        List<String> selected = new ArrayList<>();
        selected.add(work.column("s", source.names().row()));
        choices.forEach(choice ->
                selected.add(choice.size() == 1 ? choice.get(0) : "COALESCE(" + String.join(", ", choice) + ")"));
        return work.staging()
                .insert(
                        into,
                        into.columns(),
                        "SELECT DISTINCT " + String.join(", ", selected) + " FROM " + work.quote(source.stage()) + " s"
                                + from + " WHERE " + condition + " AND " + selected.get(1) + " IS NOT NULL");
    }

    /** Finds columns that are neither of the primary nor of the natural key in the rows of the backup. */
    private void other(
            StagedTable referenced,
            KeySource rows,
            List<String> wanted,
            List<List<String>> choices,
            StringBuilder from) {
        boolean joined = false;
        for (int i = 0; i < wanted.size(); i++) {
            if (!choices.get(i).isEmpty()) {
                continue;
            }
            if (!joined) {
                from.append(" LEFT JOIN ")
                        .append(work.quote(referenced.stage()))
                        .append(" g ON ")
                        .append(work.column("g", referenced.names().row()))
                        .append(" = ")
                        .append(work.column("n", rows.row()));
                joined = true;
            }
            choices.get(i).add(work.column("g", wanted.get(i)));
        }
    }

    /** Returns the value of a column of a row of the backup in the end, null where only the target knows it. */
    private @Nullable String mapped(Table table, String column, KeySource rows, List<String> keyColumns) {
        int place = Workspace.place(table, column);
        if (place >= 0) {
            return work.key("m", place);
        }
        int ofKey = keyColumns.indexOf(column);
        return ofKey < 0 ? null : work.column("n", rows.columns().get(ofKey));
    }
}

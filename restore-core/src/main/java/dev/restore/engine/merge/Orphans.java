package dev.restore.engine.merge;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.OrphanPolicy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the rows of the backup whose references lead nowhere, before any row moves on. */
final class Orphans {

    private static final int MAX_BAD = 10_000;

    private final Workspace work;
    private final ReferenceResolver resolver;
    private final BadRows bad;

    Orphans(Workspace work, BadRows bad) {
        this.work = work;
        this.resolver = new ReferenceResolver(work);
        this.bad = bad;
    }

    /** Finds them in all tables. */
    void find() throws SQLException {
        for (StagedTable table : work.stages().inOrder()) {
            FinalValues values = new FinalValues(work, table);
            for (ForeignKey key : table.target().foreignKeys()) {
                FinalValues.Lead lead = values.lead(key);
                if (lead != null && !lead.nulls()) {
                    find(table, key, values, lead);
                }
                if (lead == null || (lead.map() == null && lead.owner() == null && !lead.nulls())) {
                    plain(table, key, values);
                }
            }
        }
    }

    private void find(StagedTable table, ForeignKey key, FinalValues values, FinalValues.Lead lead)
            throws SQLException {
        StringBuilder from =
                new StringBuilder(work.quote(table.stage())).append(" s").append(lead.joins());
        List<String> nowhere = new ArrayList<>();
        String reason = "refers to a row that is missing or was rejected: " + key.describe();
        if (lead.owner() != null) {
            nowhere.add("(" + work.key(lead.owner(), 0) + " IS NULL" + ownerIsReplaced(table, key) + ")");
        }
        StagedReference reference = table.reference(key).orElse(null);
        if (lead.resolved() != null && reference != null) {
            nowhere.add("(" + resolver.given(reference) + " AND " + work.found(lead.resolved(), 0) + " IS NULL)");
            reason += "; a natural key (" + reference.reference().key().describe()
                    + ") is neither in the backup nor in the target";
        }
        if (lead.map() != null) {
            nowhere.add("(" + values.given(key) + " AND " + work.key(lead.map(), 0) + " IS NULL" + notThere(key, from)
                    + ")");
        }
        if (nowhere.isEmpty()) {
            return;
        }
        add(table, key, reason, from.toString(), String.join(" OR ", nowhere));
    }

    /** Finds rows that refer to others by values that stay as they are: to rows of the target, or to unique values of the backup. */
    private void plain(StagedTable table, ForeignKey key, FinalValues values) throws SQLException {
        StagedTable referenced = work.stages().tables().get(key.referencedTable());
        Table there = referenced == null ? work.table(key.referencedTable()) : referenced.target();
        if (there == null || (referenced == null && !work.holdsRows(there))) {
            return;
        }
        StringBuilder nowhere = new StringBuilder(values.given(key));
        if (work.holdsRows(there)) {
            nowhere.append(absent(key, work.staging().from(there)));
        }
        if (referenced != null) {
            nowhere.append(absent(key, work.quote(referenced.stage())));
        }
        add(
                table,
                key,
                "refers to a row that is missing or was rejected: " + key.describe(),
                work.quote(table.stage()) + " s",
                nowhere.toString());
    }

    private String absent(ForeignKey key, String from) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            conditions.add(work.column("y", key.referencedColumns().get(i)) + " = "
                    + work.column("s", key.columns().get(i)));
        }
        return " AND NOT EXISTS (SELECT 1 FROM " + from + " y WHERE " + String.join(" AND ", conditions) + ")";
    }

    private void add(StagedTable table, ForeignKey key, String reason, String from, String nowhere)
            throws SQLException {
        String row = work.column("s", table.names().row());
        Table replaced = work.replaced(table);
        String query = "SELECT DISTINCT " + row + " FROM " + from + " WHERE (" + nowhere + ")"
                + (replaced == null ? "" : " AND " + work.notIn(replaced, row));
        for (List<@Nullable String> found : work.staging().texts(query, 1, MAX_BAD)) {
            bad.add(
                    table.target().name(),
                    Long.parseLong(String.valueOf(found.get(0))),
                    new BadRows.Unfit(
                            String.join(", ", key.columns()),
                            "23503",
                            reason,
                            table.merge().orphans(key) == OrphanPolicy.REJECT));
        }
    }

    /** The list of a row that a later one replaces goes with it. */
    private String ownerIsReplaced(StagedTable table, ForeignKey key) {
        Table replaced = work.replaced(work.stages().table(key.referencedTable()));
        return replaced == null
                ? ""
                : " AND " + work.notIn(replaced, work.column("s", table.names().owner()));
    }

    /** Where numbers mean the same in the backup and the target, a row of the target will do. */
    private String notThere(ForeignKey key, StringBuilder from) {
        StagedTable referenced = work.stages().table(key.referencedTable());
        if (!FinalValues.keepsNumbers(work, referenced) || !work.holdsRows(referenced.target())) {
            return "";
        }
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            conditions.add(work.column("y", key.referencedColumns().get(i)) + " = "
                    + work.column("s", key.columns().get(i)));
        }
        from.append(" LEFT JOIN ")
                .append(work.staging().from(referenced.target()))
                .append(" y ON ")
                .append(String.join(" AND ", conditions));
        return " AND " + work.column("y", key.referencedColumns().get(0)) + " IS NULL";
    }
}

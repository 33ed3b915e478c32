package dev.restore.engine.merge;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.TypedReference;
import dev.restore.plan.OrphanPolicy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rows of the backup whose references lead nowhere, before any row moves on. */
final class Orphans {

    private final Workspace work;
    private final ReferenceResolver resolver;
    private final BadRowSearch bad;
    private final Map<TableName, Table> aside = new HashMap<>();
    private final Map<ForeignKey, Long> led = new HashMap<>();

    Orphans(Workspace work, BadRowSearch bad) {
        this.work = work;
        this.resolver = new ReferenceResolver(work);
        this.bad = bad;
    }

    /** Returns how many references of foreign keys that were looked at lead to another key than the backup says. */
    Map<ForeignKey, Long> led() {
        return led;
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
            for (TypedReference reference : table.merge().typed()) {
                typed(table, reference);
            }
        }
        follow();
    }

    /** Sets those aside, too, that refer to rows that are, whatever happens to other bad rows. */
    private void follow() throws SQLException {
        boolean more = !aside.isEmpty();
        while (more) {
            more = false;
            for (StagedTable table : work.stages().inOrder()) {
                FinalValues values = new FinalValues(work, table);
                for (ForeignKey key : table.target().foreignKeys()) {
                    FinalValues.Lead lead = values.lead(key);
                    OrphanPolicy policy = table.merge().orphans(key);
                    if (lead != null && !lead.nulls() && policy != OrphanPolicy.CREATE) {
                        more |= follow(table, key, lead);
                    }
                }
            }
        }
    }

    private boolean follow(StagedTable table, ForeignKey key, FinalValues.Lead lead) throws SQLException {
        Table gone = aside.get(key.referencedTable());
        Table map = work.map(key.referencedTable()).orElse(null);
        if (gone == null || map == null) {
            return false;
        }
        String in = " IN (SELECT " + work.quote(Workspace.ROW) + " FROM " + work.quote(gone) + ")";
        List<String> conditions = new ArrayList<>();
        if (lead.owner() != null) {
            conditions.add(work.column("s", table.names().owner()) + in);
        }
        if (lead.map() != null) {
            conditions.add(work.column(lead.map(), Workspace.ROW) + in);
        }
        if (lead.resolved() != null) {
            List<String> same = new ArrayList<>();
            for (int i = 0; i < key.referencedColumns().size(); i++) {
                int place = Workspace.place(
                        work.stages().table(key.referencedTable()).target(),
                        key.referencedColumns().get(i));
                if (place >= 0) {
                    same.add(work.key("e", place) + " = " + work.found(lead.resolved(), i));
                }
            }
            if (same.size() == key.referencedColumns().size()) {
                conditions.add("EXISTS (SELECT 1 FROM " + work.quote(map) + " e WHERE " + String.join(" AND ", same)
                        + " AND " + work.column("e", Workspace.ROW) + in + ")");
            }
        }
        if (conditions.isEmpty()) {
            return false;
        }
        Table own = aside.get(table.target().name());
        String nowhere = "(" + String.join(" OR ", conditions) + ")"
                + (own == null
                        ? ""
                        : " AND "
                                + work.notIn(own, work.column("s", table.names().row())));
        return add(
                table,
                key,
                "refers to a row that was set aside: " + key.describe(),
                work.quote(table.stage()) + " s" + lead.joins(),
                nowhere,
                true);
    }

    private void find(StagedTable table, ForeignKey key, FinalValues values, FinalValues.Lead lead)
            throws SQLException {
        StringBuilder from =
                new StringBuilder(work.quote(table.stage())).append(" s").append(lead.joins());
        List<String> nowhere = new ArrayList<>();
        String reason = reason(table, key);
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
        String condition = String.join(" OR ", nowhere);
        if (count(key, values, lead, from.toString(), condition)) {
            add(table, key, reason, from.toString(), condition, isSetAside(table, key));
        }
    }

    /** Returns whether any reference leads nowhere, and counts on the same way those that lead to another key than the backup says. */
    private boolean count(ForeignKey key, FinalValues values, FinalValues.Lead lead, String from, String nowhere)
            throws SQLException {
        if (lead.owner() != null || !values.joins(key.columns()).equals(lead.joins())) {
            return true;
        }
        String other = values.led(key);
        List<List<@Nullable String>> sums = work.staging()
                .texts(
                        "SELECT SUM(CASE WHEN " + nowhere + " THEN 1 ELSE 0 END), SUM(CASE WHEN " + other
                                + " THEN 1 ELSE 0 END) FROM " + from,
                        2,
                        1);
        led.put(key, number(sums.get(0).get(1)));
        return number(sums.get(0).get(0)) > 0;
    }

    private static long number(@Nullable String sum) {
        return sum == null ? 0 : Long.parseLong(sum);
    }

    private void typed(StagedTable table, TypedReference reference) throws SQLException {
        OrphanPolicy policy = reference.orphans();
        if (policy == OrphanPolicy.FAIL || policy == OrphanPolicy.REJECT) {
            add(
                    table,
                    reference.column().name(),
                    "refers to no row of the backup or the target: the table is named by " + reference.describe(),
                    work.quote(table.stage()) + " s",
                    new TypedReferences(work).nowhere(table, reference),
                    policy == OrphanPolicy.REJECT);
        }
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
                reason(table, key),
                work.quote(table.stage()) + " s",
                nowhere.toString(),
                isSetAside(table, key));
    }

    private static String reason(StagedTable table, ForeignKey key) {
        String place = table.target().name().name() + "." + key.columns().get(0);
        return "refers to a row that is missing or was rejected: " + key.describe()
                + (table.merge().orphans(key) == OrphanPolicy.NULL
                                && !table.merge().clears(key)
                        ? "; orphans says that the reference is cleared, and its column takes no null: say that the row is set"
                                + " aside (--orphans " + place + "=reject)"
                        : "");
    }

    private static boolean isSetAside(StagedTable table, ForeignKey key) {
        return table.merge().orphans(key) == OrphanPolicy.REJECT;
    }

    private String absent(ForeignKey key, String from) {
        return " AND NOT EXISTS (SELECT 1 FROM " + from + " y WHERE " + work.referred("y", key) + ")";
    }

    /** Adds the rows of a stage that meet a condition to the bad ones, and returns whether there are any. */
    private boolean add(StagedTable table, ForeignKey key, String reason, String from, String nowhere, boolean setAside)
            throws SQLException {
        return add(table, String.join(", ", key.columns()), reason, from, nowhere, setAside);
    }

    private boolean add(StagedTable table, String columns, String reason, String from, String nowhere, boolean setAside)
            throws SQLException {
        String row = work.column("s", table.names().row());
        Table replaced = work.replaced(table);
        String query = "SELECT DISTINCT " + row + " FROM " + from + " WHERE (" + nowhere + ")"
                + (replaced == null ? "" : " AND " + work.notIn(replaced, row));
        BadRows.Unfit why = new BadRows.Unfit(columns, "23503", reason, setAside);
        boolean found = bad.add(table, query, why);
        if (setAside && found) {
            Table rows = aside.get(table.target().name());
            if (rows == null) {
                rows = work.create(List.of(Draft.number(Workspace.ROW)), List.of());
                aside.put(table.target().name(), rows);
            }
            work.staging().insert(rows, rows.columns(), query);
            work.staging().filled(rows);
        }
        return found;
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
        from.append(" LEFT JOIN ")
                .append(work.staging().from(referenced.target()))
                .append(" y ON ")
                .append(work.referred("y", key));
        return " AND " + work.column("y", key.referencedColumns().get(0)) + " IS NULL";
    }
}

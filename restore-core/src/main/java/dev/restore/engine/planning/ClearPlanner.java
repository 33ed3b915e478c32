package dev.restore.engine.planning;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.options.TargetRows;
import dev.restore.outcome.Problem;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tables are emptied. A table outside the backup whose rows refer to rows that would be deleted is emptied too
 * when the caller allowed that, and a problem otherwise; one whose rows refer to nothing that is there may stay.
 */
final class ClearPlanner {

    /** Counting stops here: the plan needs to know that there are rows, and roughly how many. */
    private static final long COUNT_LIMIT = 1_000_000;

    private final Catalog catalog;
    private final Dialect.Session session;
    private final TargetRows wish;
    private final List<Problem> problems;

    ClearPlanner(Catalog catalog, Dialect.Session session, TargetRows wish, List<Problem> problems) {
        this.catalog = catalog;
        this.session = session;
        this.wish = wish;
        this.problems = problems;
    }

    /** Returns the tables to empty, children before parents as far as possible. */
    List<Table> plan(Collection<Table> loaded) {
        Map<TableName, Table> cleared = new LinkedHashMap<>();
        loaded.forEach(table -> cleared.put(table.name(), table));
        Deque<Table> open = new ArrayDeque<>(loaded);
        while (!open.isEmpty()) {
            Table table = open.poll();
            for (ForeignKey key : catalog.referencing(table.name())) {
                Table outside = outside(key.table(), cleared);
                if (outside != null && mayEmpty(outside, key)) {
                    cleared.put(outside.name(), outside);
                    open.add(outside);
                }
            }
        }
        List<Table> order =
                new ArrayList<>(LoadOrder.of(catalog, cleared.values()).tables());
        Collections.reverse(order);
        return order;
    }

    private @Nullable Table outside(TableName name, Map<TableName, Table> cleared) {
        Table table = catalog.table(name).orElse(null);
        for (Table t = table;
                t != null;
                t = t.parent() == null ? null : catalog.table(t.parent()).orElse(null)) {
            boolean partOf = t.name().equals(name) || t.kind() == Table.Kind.PARTITIONED;
            if (partOf && cleared.containsKey(t.name())) {
                return null;
            }
        }
        return table;
    }

    private boolean mayEmpty(Table outside, ForeignKey key) {
        long rows;
        try {
            rows = session.reading().countReferring(key, COUNT_LIMIT);
        } catch (SQLException e) {
            problems.add(new Problem(
                    Problem.Kind.NOT_ALLOWED,
                    outside.name().toString(),
                    "Table " + outside.name() + " refers to " + key.referencedTable()
                            + ", which will be emptied, and cannot be read: " + e.getMessage() + ".",
                    "Grant SELECT on it, or append instead of replacing."));
            return false;
        }
        if (rows == 0) {
            return false;
        }
        boolean allowed =
                wish.cascade() || wish.cascadeTables().stream().anyMatch(t -> NameMatch.isSpelled(outside.name(), t));
        if (!allowed) {
            problems.add(
                    new Problem(
                            Problem.Kind.OUTSIDE_REFERENCE,
                            outside.name().toString(),
                            "Table " + key.referencedTable() + " will be emptied, but " + rows
                                    + (rows == COUNT_LIMIT ? " or more" : "") + (rows == 1 ? " row of " : " rows of ")
                                    + outside.name() + ", which is not in the backup, refer" + (rows == 1 ? "s" : "")
                                    + " to it (" + String.join(", ", key.columns()) + ").",
                            "Add the table to the backup, append instead of replacing, or allow it to be emptied too (cascade, --cascade)."));
        }
        return allowed;
    }
}

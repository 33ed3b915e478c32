package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.engine.merge.Workspace.KeySource;
import dev.restore.engine.stage.StagedTable;
import dev.restore.plan.MergePlan.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query that maps the rows of one table: it yields the columns of its map, with null for a key that is a number still to be drawn. */
final class MapQuery {

    private final Workspace work;
    private final StagedTable table;
    private final @Nullable Table replaced;
    private final @Nullable Table partial;
    private final FinalValues values;
    private final List<String> primary;

    /**
     * Creates a query.
     *
     * @param replaced the rows that later ones replace, null where there are none
     */
    MapQuery(Workspace work, StagedTable table, @Nullable Table replaced) {
        this.work = work;
        this.table = table;
        this.replaced = replaced;
        this.values = new FinalValues(work, table);
        this.partial = work.partial(table.target().name());
        this.primary = table.primaryKey().stream().map(Column::name).toList();
    }

    /** Returns the query, which ends with a condition. */
    String sql() {
        String row = work.column("s", table.names().row());
        boolean natural = table.merge().match() == Match.NATURAL_KEY;
        boolean there = table.merge().match() != Match.NONE && work.holdsRows(table.target());
        StringBuilder from =
                new StringBuilder(work.quote(table.stage())).append(" s").append(values.joins(primary));
        List<String> own = primary.stream().map(values::value).toList();
        if (natural && there) {
            from.append(found(row));
        }
        if (there) {
            from.append(" LEFT JOIN ")
                    .append(work.staging().from(table.target()))
                    .append(" x ON ")
                    .append(work.equal("x", primary, own));
        }
        String given = own.stream().map(value -> value + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String isTaken = there ? work.column("x", primary.get(0)) + " IS NOT NULL" : "1 = 0";
        String isFound = !there || table.merge().match() == Match.NEW ? "1 = 0" : natural ? natural() : isTaken;
        String isFree = table.merge().fresh() ? "1 = 0" : "(" + given + ") AND NOT (" + isTaken + ")";
        Table before = work.given(table.target().name());
        String isGiven = before == null ? "" : given(before, there, from);
        if (before != null) {
            String isThere = there ? work.column("z", primary.get(0)) + " IS NOT NULL" : "1 = 0";
            isFound = "CASE WHEN " + isGiven + " THEN CASE WHEN " + isThere + " THEN 1 ELSE 0 END WHEN " + isFound
                    + " THEN 1 ELSE 0 END = 1";
        }
        List<String> selected = new ArrayList<>();
        selected.add(row);
        selected.add("CASE WHEN " + isFound + " THEN " + Workspace.MATCHED + " ELSE " + Workspace.NEW + " END");
        for (int i = 0; i < primary.size(); i++) {
            selected.add(work.column("s", primary.get(i)));
            StringBuilder key = new StringBuilder("CASE");
            if (before != null) {
                key.append(" WHEN ").append(isGiven).append(" THEN ").append(work.key("f", i));
            }
            if (there) {
                String mine = natural
                        ? "COALESCE(" + work.column("t", primary.get(i)) + ", "
                                + (partial == null ? "" : work.found("w", i) + ", ")
                                + work.column("x", primary.get(i)) + ")"
                        : work.column("x", primary.get(i));
                key.append(" WHEN ").append(isFound).append(" THEN ").append(mine);
            }
            selected.add(key.append(" WHEN ")
                    .append(isFree)
                    .append(" THEN ")
                    .append(own.get(i))
                    .append(" ELSE ")
                    .append(table.fresh() ? work.column("s", table.names().fresh()) : "NULL")
                    .append(" END")
                    .toString());
        }
        return "SELECT " + String.join(", ", selected) + " FROM " + from + " WHERE " + notReplaced(row);
    }

    /** Brings in the key that an earlier merge says, and the row of the target with it; returns the condition under which there is one. */
    private String given(Table before, boolean there, StringBuilder from) {
        List<String> same = new ArrayList<>();
        List<String> target = new ArrayList<>();
        for (int i = 0; i < primary.size(); i++) {
            same.add(work.old("f", i) + " = " + work.column("s", primary.get(i)));
            target.add(work.column("z", primary.get(i)) + " = " + work.key("f", i));
        }
        from.append(" LEFT JOIN ").append(work.quote(before)).append(" f ON ").append(String.join(" AND ", same));
        if (there) {
            from.append(" LEFT JOIN ")
                    .append(work.staging().from(table.target()))
                    .append(" z ON ")
                    .append(String.join(" AND ", target));
        }
        return work.key("f", 0) + " IS NOT NULL";
    }

    private String found(String row) {
        KeySource source = work.keys(table.target().name()).orElseThrow();
        List<String> columns =
                table.merge().key() == null ? List.of() : table.merge().key().columns();
        String alias = "s";
        StringBuilder join = new StringBuilder();
        if (!source.table().equals(table.stage())) {
            alias = "n";
            join.append(" LEFT JOIN ")
                    .append(work.quote(source.table()))
                    .append(" n ON ")
                    .append(work.column("n", source.row()))
                    .append(" = ")
                    .append(row);
        }
        if (partial != null) {
            join.append(" LEFT JOIN ")
                    .append(work.quote(partial))
                    .append(" w ON ")
                    .append(work.column("w", Workspace.ROW))
                    .append(" = ")
                    .append(row);
        }
        List<String> parts = work.columns(alias, source.columns());
        return join.append(" LEFT JOIN ")
                .append(work.staging().from(table.target()))
                .append(" t ON ")
                .append(work.equal("t", columns, parts))
                .toString();
    }

    /**
     * A row without a whole natural key is told by its primary key, where nobody has said that there is none such, and where what there is
     * of the natural key does not say otherwise.
     */
    private String natural() {
        String byKey = work.column("t", primary.get(0)) + " IS NOT NULL";
        if (partial != null) {
            byKey = "(" + byKey + " OR " + work.found("w", 0) + " IS NOT NULL)";
        }
        if (!table.merge().proposed()) {
            return byKey;
        }
        KeySource source = work.keys(table.target().name()).orElseThrow();
        String alias = source.table().equals(table.stage()) ? "s" : "n";
        String without = source.columns().stream()
                .map(column -> work.column(alias, column) + " IS NULL")
                .collect(Collectors.joining(" OR "));
        List<String> columns =
                table.merge().key() == null ? List.of() : table.merge().key().columns();
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String there = work.column("x", columns.get(i));
            String here = work.column(alias, source.columns().get(i));
            same.append(" AND (" + there + " = " + here + " OR (" + there + " IS NULL AND " + here + " IS NULL))");
        }
        return "(" + byKey + " OR ((" + without + ") AND " + work.column("x", primary.get(0)) + " IS NOT NULL" + same
                + "))";
    }

    private String notReplaced(String row) {
        return replaced == null ? "1 = 1" : work.notIn(replaced, row);
    }
}

package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.TypeFamily;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.merge.Workspace.KeySource;
import dev.restore.engine.stage.BadRows;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.MergePlan.Match;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the maps of all tables: which key each row of the backup has in the end, and whether it is one of the target's. */
final class KeyMapper {

    /** So many bad rows of one sort are named; a backup with more of them is not short of a few corrections. */
    private static final int MAX_BAD = 10_000;

    private final Workspace work;
    private final ReferenceResolver resolver;
    private final BadRows bad;
    private final boolean lastWins;
    private final Map<TableName, BigInteger> next = new HashMap<>();
    private final Set<TableName> mapped = new LinkedHashSet<>();

    /**
     * Creates one.
     *
     * @param lastWins whether of several rows with one key the last counts, as where a dump is read by Django; otherwise the others are bad
     * @param numbers what the next inserts would get
     */
    KeyMapper(Workspace work, BadRows bad, boolean lastWins, List<NextValue> numbers) {
        this.work = work;
        this.resolver = new ReferenceResolver(work);
        this.bad = bad;
        this.lastWins = lastWins;
        for (NextValue number : numbers) {
            if (number.next() != null
                    && Workspace.place(number.table(), number.column().name()) == 0) {
                next.put(number.table().name(), number.next());
            }
        }
    }

    /** Maps the keys of all tables and resolves all natural keys. */
    void map() throws SQLException {
        List<StagedTable> open = new ArrayList<>();
        for (StagedTable table : work.stages().inOrder()) {
            if (!table.primaryKey().isEmpty() && table.owner().isEmpty()) {
                open.add(table);
            }
        }
        while (!open.isEmpty()) {
            List<StagedTable> ready = open.stream()
                    .filter(table -> mapped.containsAll(needed(table)))
                    .toList();
            if (ready.isEmpty()) {
                rounds(open);
                break;
            }
            for (StagedTable table : ready) {
                begin(table);
                resolveKey(table);
                keys(table, Set.of());
                entries(table, Set.of());
                end(table);
            }
            open.removeAll(ready);
        }
        for (StagedTable table : work.stages().inOrder()) {
            for (StagedReference reference : table.references()) {
                resolver.resolve(table, reference);
            }
        }
    }

    /** Goes round a circle of tables whose keys hold references to each other until nothing more is found. */
    private void rounds(List<StagedTable> circle) throws SQLException {
        Set<TableName> names =
                circle.stream().map(table -> table.target().name()).collect(Collectors.toSet());
        for (StagedTable table : circle) {
            begin(table);
        }
        long found = 1;
        while (found > 0) {
            found = 0;
            for (StagedTable table : circle) {
                resolveKey(table);
                keys(table, names);
                found += entries(table, names);
            }
        }
        for (StagedTable table : circle) {
            unfound(table);
            end(table);
        }
    }

    /** Returns the tables whose keys must be known before those of this one. */
    private Set<TableName> needed(StagedTable table) {
        Set<TableName> needed = new LinkedHashSet<>();
        for (ForeignKey key : keyReferences(table)) {
            StagedTable other = work.stages().tables().get(key.referencedTable());
            if (other != null && !other.primaryKey().isEmpty() && other.owner().isEmpty()) {
                needed.add(key.referencedTable());
            }
        }
        return needed;
    }

    /** Returns the references that a row's keys hold. */
    private static List<ForeignKey> keyReferences(StagedTable table) {
        Set<String> columns = new LinkedHashSet<>();
        table.primaryKey().forEach(column -> columns.add(column.name()));
        NaturalKey key = table.merge().key();
        if (key != null) {
            columns.addAll(key.columns());
        }
        return columns.stream()
                .flatMap(column -> FinalValues.leading(table, column).stream())
                .distinct()
                .toList();
    }

    private void begin(StagedTable table) throws SQLException {
        duplicates(table);
        work.createMap(table);
        NaturalKey key = table.merge().key();
        if (key == null) {
            return;
        }
        if (key.columns().stream().noneMatch(column -> isReference(table, column))) {
            work.keys(table, new KeySource(table.stage(), table.names().row(), key.columns()));
        } else {
            List<Draft> drafts = new ArrayList<>(List.of(Draft.number(Workspace.ROW)));
            List<String> columns = new ArrayList<>();
            for (String column : key.columns()) {
                columns.add("k" + columns.size());
                drafts.add(Draft.like(
                        columns.get(columns.size() - 1),
                        table.target(),
                        table.target().column(column).orElseThrow()));
            }
            Table keys = work.create(drafts, List.of(List.of(Workspace.ROW), columns));
            work.keys(table, new KeySource(keys, Workspace.ROW, columns));
        }
        ambiguous(table, key);
    }

    private static boolean isReference(StagedTable table, String column) {
        return table.target().foreignKeys().stream()
                .anyMatch(key -> key.columns().contains(column));
    }

    private void resolveKey(StagedTable table) throws SQLException {
        for (ForeignKey key : keyReferences(table)) {
            StagedReference reference = table.reference(key).orElse(null);
            if (reference != null) {
                resolver.resolve(table, reference);
            }
        }
    }

    /** Fills the natural keys of a table's rows where they hold references. */
    private void keys(StagedTable table, Set<TableName> circle) throws SQLException {
        KeySource source = work.keys(table.target().name()).orElse(null);
        NaturalKey key = table.merge().key();
        if (source == null || key == null || source.table().equals(table.stage())) {
            return;
        }
        FinalValues values = new FinalValues(work, table);
        String selected = key.columns().stream().map(values::value).collect(Collectors.joining(", "));
        String row = work.column("s", table.names().row());
        String where = circle.isEmpty()
                ? ""
                : " WHERE " + ready(table, values, circle) + " AND " + work.notIn(source.table(), row);
        work.staging()
                .insert(
                        source.table(),
                        source.table().columns(),
                        "SELECT " + row + ", " + selected + " FROM " + work.quote(table.stage()) + " s"
                                + values.joins(key.columns()) + where);
        work.staging().filled(source.table());
    }

    /** Returns the condition under which the references of a row's keys are known. */
    private String ready(StagedTable table, FinalValues values, Set<TableName> circle) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        for (ForeignKey key : keyReferences(table)) {
            if (!circle.contains(key.referencedTable())) {
                continue;
            }
            FinalValues.Lead lead = values.lead(key);
            StagedReference reference = table.reference(key).orElse(null);
            List<String> found = new ArrayList<>();
            if (lead != null && lead.map() != null) {
                found.add(work.key(lead.map(), 0) + " IS NOT NULL");
            }
            if (lead != null && lead.resolved() != null) {
                found.add(work.found(lead.resolved(), 0) + " IS NOT NULL");
            }
            String given = values.given(key) + (reference == null ? "" : " OR " + resolver.given(reference));
            conditions.add("(NOT (" + given + ")"
                    + found.stream().map(condition -> " OR " + condition).collect(Collectors.joining()) + ")");
        }
        return String.join(" AND ", conditions);
    }

    /** Fills the map of a table and returns how many rows were mapped. */
    private long entries(StagedTable table, Set<TableName> circle) throws SQLException {
        Table map = work.map(table.target().name()).orElseThrow();
        String sql = new MapQuery(work, table, base(table, map), work.replaced(table)).sql();
        String condition = "";
        if (!circle.isEmpty()) {
            condition = " AND " + work.notIn(map, work.column("s", table.names().row()));
            KeySource source = work.keys(table.target().name()).orElse(null);
            condition += source == null || source.table().equals(table.stage())
                    ? " AND " + ready(table, new FinalValues(work, table), circle)
                    : " AND EXISTS (SELECT 1 FROM " + work.quote(source.table()) + " k WHERE "
                            + work.column("k", Workspace.ROW) + " = "
                            + work.column("s", table.names().row()) + ")";
        }
        long found = work.staging().insert(map, map.columns(), sql + condition);
        work.staging().filled(map);
        return found;
    }

    /** Returns the largest number that is taken already, null where numbers are none of this table's keys. */
    private @Nullable BigInteger base(StagedTable table, Table map) throws SQLException {
        List<Column> primary = table.primaryKey();
        if (primary.size() != 1 || !isNumber(primary.get(0))) {
            return null;
        }
        String column = primary.get(0).name();
        BigInteger base = largest(work.column("x", column), work.quote(table.stage()));
        base = base.max(largest(work.key("x", 0), work.quote(map)));
        if (work.holdsRows(table.target())) {
            base = base.max(largest(work.column("x", column), work.staging().from(table.target())));
        }
        BigInteger drawn = next.get(table.target().name());
        return drawn == null ? base : base.max(drawn.subtract(BigInteger.ONE));
    }

    private BigInteger largest(String column, String from) throws SQLException {
        return BigInteger.valueOf(work.staging().number("SELECT COALESCE(MAX(" + column + "), 0) FROM " + from + " x"));
    }

    private static boolean isNumber(Column column) {
        TypeFamily family = column.type().family();
        return family == TypeFamily.INTEGER
                || (family == TypeFamily.DECIMAL && column.type().scale() == 0);
    }

    /** Several rows of the backup with one primary key are one row, or all but the first are bad. */
    private void duplicates(StagedTable table) throws SQLException {
        List<String> primary = table.primaryKey().stream().map(Column::name).toList();
        if (keyReferences(table).stream().anyMatch(key -> key.columns().stream().anyMatch(primary::contains))
                && table.references().stream()
                        .anyMatch(reference -> primary.containsAll(
                                reference.reference().through().columns()))) {
            return;
        }
        if (!repeats(table.stage(), primary)) {
            return;
        }
        if (!lastWins) {
            bad(
                    table,
                    repeated(table.stage(), table.names().row(), primary, false),
                    new BadRows.Unfit(
                            String.join(", ", primary),
                            "23505",
                            "an earlier row of the backup has the same primary key"));
            return;
        }
        Table rows = work.create(List.of(Draft.number(Workspace.ROW)), List.of(List.of(Workspace.ROW)));
        work.staging()
                .insert(
                        rows,
                        rows.columns(),
                        repeated(table.stage(), table.names().row(), primary, true));
        work.staging().filled(rows);
        work.replaced(table, rows);
    }

    private boolean repeats(Table table, List<String> columns) throws SQLException {
        return work.staging()
                        .number("SELECT COUNT(*) FROM (SELECT 1 AS found FROM " + work.quote(table) + " s WHERE "
                                + notNull(columns) + " GROUP BY "
                                + columns.stream().map(work::quote).collect(Collectors.joining(", "))
                                + " HAVING COUNT(*) > 1) q")
                > 0;
    }

    private String notNull(List<String> columns) {
        return columns.stream()
                .map(column -> work.column("s", column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    /** Returns a query for the rows that are not the first, or the last, with their values in some columns. */
    private String repeated(Table table, String row, List<String> columns, boolean last) {
        return "SELECT restore_found FROM (SELECT " + work.column("s", row)
                + " AS restore_found, ROW_NUMBER() OVER (PARTITION BY "
                + columns.stream().map(column -> work.column("s", column)).collect(Collectors.joining(", "))
                + " ORDER BY " + work.column("s", row) + (last ? " DESC" : "") + ") AS restore_place FROM "
                + work.quote(table) + " s WHERE " + notNull(columns) + ") q WHERE restore_place > 1";
    }

    private void bad(StagedTable table, String query, BadRows.Unfit why) throws SQLException {
        for (List<@Nullable String> row : work.staging().texts(query, 1, MAX_BAD)) {
            bad.add(table.target().name(), Long.parseLong(String.valueOf(row.get(0))), why);
        }
    }

    /** Looks for natural keys that more than one row has, and for rows that must not be there. */
    private void end(StagedTable table) throws SQLException {
        mapped.add(table.target().name());
        if (table.merge().existing() == Existing.REFUSE) {
            Table map = work.map(table.target().name()).orElseThrow();
            bad(
                    table,
                    "SELECT " + work.column("s", Workspace.ROW) + " FROM " + work.quote(map) + " s WHERE "
                            + work.column("s", Workspace.HOW) + " = " + Workspace.MATCHED,
                    new BadRows.Unfit(null, "23505", "is there already, and rows of this table must not be"));
        }
        NaturalKey key = table.merge().key();
        KeySource source = work.keys(table.target().name()).orElse(null);
        if (key == null || source == null || table.merge().match() != Match.NATURAL_KEY) {
            return;
        }
        if (work.replaced(table) != null) {
            return;
        }
        if (!table.merge().proposed()) {
            String missing = source.columns().stream()
                    .map(column -> work.column("s", column) + " IS NULL")
                    .collect(Collectors.joining(" OR "));
            bad(
                    table,
                    "SELECT " + work.column("s", source.row()) + " FROM " + work.quote(source.table()) + " s WHERE "
                            + missing,
                    new BadRows.Unfit(
                            key.describe(),
                            null,
                            "has a null in its natural key (" + key.describe()
                                    + "), so that no row can be told to be it"));
        }
        if (repeats(source.table(), source.columns())) {
            bad(
                    table,
                    repeated(source.table(), source.row(), source.columns(), false),
                    new BadRows.Unfit(
                            key.describe(),
                            "23505",
                            "an earlier row of the backup has the same natural key (" + key.describe() + ")"));
        }
    }

    /** A natural key that several rows of the target have tells nothing. */
    private void ambiguous(StagedTable table, NaturalKey key) throws SQLException {
        if (table.merge().unique() || !work.holdsRows(table.target())) {
            return;
        }
        String columns = key.columns().stream().map(work::quote).collect(Collectors.joining(", "));
        long several = work.staging()
                .number("SELECT COUNT(*) FROM (SELECT 1 AS found FROM "
                        + work.staging().from(table.target()) + " s WHERE " + notNull(key.columns()) + " GROUP BY "
                        + columns + " HAVING COUNT(*) > 1) q");
        if (several > 0) {
            String name = table.target().name().name();
            throw new PlanException(List.of(new Problem(
                    Problem.Kind.NATURAL_KEY,
                    name,
                    several + (several == 1 ? " natural key (" : " natural keys (") + key.describe() + ") of " + name
                            + " belong" + (several == 1 ? "s" : "") + " to several rows of the target each.",
                    "Name columns that tell its rows apart (naturalKey, --natural-key), or remove the repeated rows."
                            + " Nothing was changed.")));
        }
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
            bad(
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
    private void unfound(StagedTable table) throws SQLException {
        Table map = work.map(table.target().name()).orElseThrow();
        Table others = work.replaced(table);
        String row = work.column("s", table.names().row());
        bad(
                table,
                "SELECT " + row + " FROM " + work.quote(table.stage()) + " s WHERE " + work.notIn(map, row)
                        + (others == null ? "" : " AND " + work.notIn(others, row)),
                new BadRows.Unfit(
                        null,
                        "23503",
                        "its key holds a reference that leads to no row of the backup or the target, or back to itself"));
    }
}

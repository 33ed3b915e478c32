package dev.restore.engine.merge;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.Staging.Draft;
import dev.restore.engine.merge.Workspace.KeySource;
import dev.restore.engine.stage.StagedReference;
import dev.restore.engine.stage.StagedTable;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.plan.MergePlan.TypePart;
import dev.restore.plan.MergePlan.TypedReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the maps of all tables: which key each row of the backup has in the end, and whether it is one of the target's. */
final class KeyMapper {

    private final Workspace work;
    private final ReferenceResolver resolver;
    private final TypedReferences typed;
    private final CreatedRows created;
    private final PartialKeys partial;
    private final KeyChecks checks;
    private final FreshNumbers numbers;
    private final Set<TableName> mapped = new LinkedHashSet<>();

    /**
     * Creates one.
     *
     * @param checks looks for rows whose keys tell nothing
     * @param numbers what the next inserts would get
     */
    KeyMapper(Workspace work, KeyChecks checks, List<NextValue> numbers) {
        this.work = work;
        this.resolver = new ReferenceResolver(work);
        this.typed = new TypedReferences(work);
        this.created = new CreatedRows(work);
        this.partial = new PartialKeys(work);
        this.checks = checks;
        this.numbers = new FreshNumbers(work, numbers);
    }

    /** Maps the keys of all tables and resolves all natural keys. */
    void map() throws SQLException {
        List<StagedTable> open = new ArrayList<>();
        for (StagedTable table : work.stages().inOrder()) {
            if (!table.primaryKey().isEmpty() && table.owner().isEmpty()) {
                open.add(table);
            }
        }
        new AmbiguousKeys(work, checks).check(open);
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
                checks.repeatedNames(table);
                partial.find(table);
                entries(table, Set.of());
                created.settle(table);
                end(table);
            }
            open.removeAll(ready);
        }
        for (StagedTable table : work.stages().inOrder()) {
            for (StagedReference reference : table.references()) {
                // Those within keys were resolved before these.
                if (work.resolved(reference) == null) {
                    resolver.resolve(table, reference);
                }
            }
            // The type of a row may be named by one of them.
            typed.resolve(table);
        }
    }

    /** Goes round a circle of tables whose keys hold references to each other until nothing more is found. */
    private void rounds(List<StagedTable> circle) throws SQLException {
        Set<TableName> names =
                circle.stream().map(table -> table.target().name()).collect(Collectors.toSet());
        for (StagedTable table : circle) {
            if (hasTypedKey(table)) {
                throw new PlanException(
                        List.of(
                                new Problem(
                                        Problem.Kind.NATURAL_KEY,
                                        table.target().name().name(),
                                        "The key of " + table.target().name().name()
                                                + " holds a reference whose table each row names, and others are told apart by references to it.",
                                        "Name other columns that tell its rows apart (naturalKey, --natural-key). Nothing was changed.")));
            }
            begin(table);
        }
        long found = 1;
        while (found > 0) {
            found = 0;
            for (StagedTable table : circle) {
                resolveKey(table);
                keys(table, names);
                checks.repeatedNames(table);
                partial.find(table);
                found += entries(table, names);
                created.settle(table);
            }
        }
        for (StagedTable table : circle) {
            checks.unfound(table);
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
        if (hasTypedKey(table)) {
            work.stages().inOrder().stream()
                    .filter(other ->
                            !other.primaryKey().isEmpty() && other.owner().isEmpty() && !hasTypedKey(other))
                    .forEach(other -> needed.add(other.target().name()));
        }
        return needed;
    }

    /** Returns whether a row's keys hold a reference whose table the row names: which that is is known when all others are mapped. */
    private static boolean hasTypedKey(StagedTable table) {
        return keyColumns(table).stream().anyMatch(table.merge()::isTyped);
    }

    private static Set<String> keyColumns(StagedTable table) {
        Set<String> columns = new LinkedHashSet<>();
        table.primaryKey().forEach(column -> columns.add(column.name()));
        NaturalKey key = table.merge().key();
        if (key != null) {
            columns.addAll(key.columns());
        }
        return columns;
    }

    /** Returns the references that a row's keys hold. */
    private static List<ForeignKey> keyReferences(StagedTable table) {
        Set<String> columns = keyColumns(table);
        return columns.stream()
                .flatMap(column -> FinalValues.leading(table, column).stream())
                .distinct()
                .toList();
    }

    private void begin(StagedTable table) throws SQLException {
        checks.duplicates(table, isNatural(table));
        work.createMap(table);
        NaturalKey key = table.merge().key();
        if (key == null) {
            return;
        }
        if (key.columns().stream().noneMatch(column -> isReference(table, column))) {
            work.keys(table, new KeySource(table.stage(), table.names().row(), key.columns()));
        } else {
            List<Draft> drafts = new ArrayList<>(List.of(Draft.row(Workspace.ROW)));
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
    }

    private void end(StagedTable table) throws SQLException {
        mapped.add(table.target().name());
        checks.mapped(table);
    }

    /** Returns whether a row's primary key may be written as a natural key, so that its stage does not tell rows with one key. */
    private static boolean isNatural(StagedTable table) {
        List<String> primary = table.primaryKey().stream().map(Column::name).toList();
        return keyReferences(table).stream()
                        .anyMatch(key -> key.columns().stream().anyMatch(primary::contains))
                && table.references().stream()
                        .anyMatch(reference -> primary.containsAll(
                                reference.reference().through().columns()));
    }

    private static boolean isReference(StagedTable table, String column) {
        return table.merge().isTyped(column)
                || table.target().foreignKeys().stream()
                        .anyMatch(key -> key.columns().contains(column));
    }

    private void resolveKey(StagedTable table) throws SQLException {
        for (ForeignKey key : keyReferences(table)) {
            StagedReference reference = table.reference(key).orElse(null);
            if (reference != null) {
                resolver.resolve(table, reference);
            }
        }
        if (hasTypedKey(table)) {
            for (TypedReference reference : table.merge().typed()) {
                resolveType(table, reference);
            }
            typed.resolve(table);
        }
    }

    /** Resolves the references that lead to the name of a type. */
    private void resolveType(StagedTable table, TypedReference reference) throws SQLException {
        for (TypePart part : reference.type()) {
            StagedReference of = part.through() == null
                    ? null
                    : table.reference(part.through()).orElse(null);
            if (of != null && work.resolved(of) == null) {
                resolver.resolve(table, of);
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
        String sql = new MapQuery(work, table, work.replaced(table)).sql();
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
        numbers.draw(table, map);
        work.staging().filled(map);
        return found;
    }
}

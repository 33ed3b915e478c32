package dev.restore.engine.planning;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.ForeignKey.Action;
import dev.restore.catalog.ForeignKey.Deferrability;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.engine.match.NameMatch;
import dev.restore.engine.match.TableMatcher;
import dev.restore.outcome.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** References that no foreign key declares: those that the caller names, and those that other foreign keys give away. */
public final class LogicalReferences {

    private final Catalog catalog;
    private final Map<TableName, List<ForeignKey>> byTable = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Learns the declared ones.
     *
     * @param declarations the tables that columns refer to, by {@code table.column}
     */
    public LogicalReferences(Catalog catalog, Map<String, String> declarations) {
        this.catalog = catalog;
        declarations.forEach(this::declare);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Returns a table with the references that it has without foreign keys. */
    public Table whole(Table table) {
        List<ForeignKey> more = byTable.getOrDefault(table.name(), List.of());
        if (more.isEmpty()) {
            return table;
        }
        List<ForeignKey> all = new ArrayList<>(table.foreignKeys());
        all.addAll(more);
        return new Table(
                table.name(),
                table.kind(),
                table.columns(),
                table.keys(),
                table.uniqueIndexes(),
                all,
                table.triggers(),
                table.parent());
    }

    /** Returns the reference that a column is if all foreign keys of columns of its name refer to one table, and learns it. */
    Optional<ForeignKey> unanimous(Table table, Column column) {
        Set<TableName> others = catalog.tables().stream()
                .flatMap(other -> other.foreignKeys().stream())
                .filter(key -> key.columns().size() == 1 && key.columns().get(0).equalsIgnoreCase(column.name()))
                .map(ForeignKey::referencedTable)
                .collect(Collectors.toSet());
        return others.size() == 1
                ? catalog.table(others.iterator().next()).flatMap(other -> learn(table, column, other))
                : Optional.empty();
    }

    private void declare(String place, String wanted) {
        int dot = place.lastIndexOf('.');
        List<Table> tables = TableMatcher.find(catalog, place.substring(0, dot));
        List<Table> others = TableMatcher.find(catalog, wanted);
        List<Column> columns = tables.size() == 1
                ? NameMatch.find(place.substring(dot + 1), tables.get(0).columns(), Column::name)
                : List.of();
        if (columns.size() != 1
                || others.size() != 1
                || learn(tables.get(0), columns.get(0), others.get(0)).isEmpty()) {
            problems.add(new Problem(
                    Problem.Kind.BAD_OPTION,
                    place,
                    "Option reference says that " + place + " refers to " + wanted
                            + ", which is not a column of the target and a table with a primary key of one column.",
                    "Correct the names: table.column=table."));
        }
    }

    private Optional<ForeignKey> learn(Table table, Column column, Table other) {
        List<String> primary = other.primaryKey().map(Key::columns).orElse(List.of());
        if (primary.size() != 1) {
            return Optional.empty();
        }
        ForeignKey key = new ForeignKey(
                "",
                table.name(),
                List.of(column.name()),
                other.name(),
                primary,
                Action.NO_ACTION,
                Deferrability.NOT_DEFERRABLE,
                false);
        byTable.computeIfAbsent(table.name(), name -> new ArrayList<>()).add(key);
        return Optional.of(key);
    }
}

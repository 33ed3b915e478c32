package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Rebuilt;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.transaction.TableLocks;
import dev.restore.dialect.postgres.transaction.Thresholds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Drops the indexes and constraints of tables that get many rows, and builds them again exactly as they were: what the
 * catalog says of each is compared before the end.
 */
public final class Rebuilding {

    /**
     * The memory of each build, as large as the sort of some 4 million integer keys. The server's default of 64 MB is for
     * many sessions at once, while this one has locked its tables and waits for nothing else. A value that somebody has set
     * is left alone.
     */
    private static final String MEMORY = "256MB";

    private final Connection connection;
    private final PostgresCatalog catalog;
    private final DefinitionReader reader;
    private final List<Definition> dropped = new ArrayList<>();

    public Rebuilding(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
        this.reader = new DefinitionReader(connection, catalog);
    }

    /** Returns what had better be dropped and built again. */
    public List<Rebuilt> worthwhile(Scope scope, Set<Table> inserted, Thresholds thresholds) throws SQLException {
        Map<TableName, Table> candidates = new LinkedHashMap<>();
        for (Table table : scope.loaded()) {
            if (inserted.contains(table) && thresholds.many(scope, table)) {
                candidates.put(table.name(), table);
            }
        }
        if (candidates.isEmpty() || (!scope.triggers().suppressed() && firesTriggers(scope))) {
            return List.of();
        }
        List<Rebuilt> worthwhile = new ArrayList<>();
        Map<TableName, Boolean> pays = new HashMap<>();
        for (Definition definition : reader.read(candidates.values(), restored(scope))) {
            Table table = candidates.get(definition.table());
            if (table != null) {
                if (!pays.containsKey(table.name())) {
                    pays.put(table.name(), pays(scope, table, thresholds));
                }
                if (pays.getOrDefault(table.name(), false)) {
                    worthwhile.add(definition.named(reason(scope, table)));
                }
            }
        }
        return worthwhile;
    }

    /** A trigger may look into any of these tables for each row, which without an index takes a scan, or rely on a constraint. */
    private boolean firesTriggers(Scope scope) {
        Set<TableName> loaded = catalog.sharingRows(scope.loaded()).keySet();
        Set<TableName> cleared = catalog.sharingRows(scope.cleared()).keySet();
        return catalog.catalog().tables().stream()
                .anyMatch(table -> table.triggers().stream()
                        .anyMatch(trigger -> (trigger.onInsert() && loaded.contains(table.name()))
                                || (trigger.onDelete() && cleared.contains(table.name()))));
    }

    private static String reason(Scope scope, Table table) {
        Long rows = scope.rows().get(table.name());
        return rows == null
                ? "how many rows come is not known"
                : String.format(Locale.ROOT, "about %,d rows come", rows);
    }

    private static Set<Table> restored(Scope scope) {
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        return tables;
    }

    /** What is there is indexed again, too: that pays when it is no more than what comes. */
    private boolean pays(Scope scope, Table table, Thresholds thresholds) throws SQLException {
        if (scope.cleared().contains(table)) {
            return true;
        }
        long coming = scope.rows().getOrDefault(table.name(), thresholds.rebuild());
        String more = "SELECT count(*) FROM (SELECT 1 FROM " + catalog.only(table.name()) + " LIMIT " + (coming + 1)
                + ") found";
        return new TableLocks(connection, catalog).reading(List.of(table), () -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(more)) {
                row.next();
                return row.getLong(1) <= coming;
            }
        });
    }

    /** Drops what is planned and still as it may be; before any row is touched, because pending checks forbid it later. */
    void drop(Scope scope) throws SQLException {
        dropped.clear();
        if (scope.rebuilt().isEmpty()) {
            return;
        }
        List<Table> tables = tables(scope);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("LOCK TABLE "
                    + String.join(
                            ", ",
                            tables.stream()
                                    .map(table -> catalog.only(table.name()))
                                    .toList())
                    + " IN ACCESS EXCLUSIVE MODE");
            for (Definition definition : reader.read(tables, restored(scope))) {
                if (scope.rebuilt().stream().anyMatch(definition::isNamedBy)) {
                    dropped.add(definition);
                }
            }
            List<String> drops = new ArrayList<>();
            dropped.forEach(definition -> drops.add(definition.drop()));
            drops.add("SELECT pg_catalog.set_config(name, '" + MEMORY + "', true) FROM pg_catalog.pg_settings"
                    + " WHERE name = 'maintenance_work_mem' AND source = 'default'");
            statement.execute(String.join(";\n", drops));
        }
    }

    private List<Table> tables(Scope scope) {
        Set<TableName> names = new LinkedHashSet<>();
        scope.rebuilt().forEach(rebuilt -> names.add(rebuilt.table()));
        return scope.loaded().stream()
                .filter(table -> names.contains(table.name()))
                .toList();
    }

    /** Adds the foreign keys again, which checks them. */
    void addForeignKeys(Statement statement) throws SQLException {
        build(
                statement,
                dropped.stream()
                        .filter(definition -> definition.kind() == Rebuilt.Kind.FOREIGN_KEY)
                        .toList());
    }

    /** Builds the rest again, and compares everything with what it was. */
    void finish(Statement statement, Scope scope) throws SQLException {
        if (dropped.isEmpty()) {
            return;
        }
        build(
                statement,
                dropped.stream()
                        .filter(definition -> definition.kind() != Rebuilt.Kind.FOREIGN_KEY)
                        .toList());
        Set<Definition> found = Set.copyOf(reader.read(tables(scope), restored(scope)));
        for (Definition definition : dropped) {
            if (!found.contains(definition)) {
                throw new SessionException(
                        definition.kind() + " " + definition.name() + " of " + definition.table()
                                + " could not be built again exactly as it was",
                        "55000");
            }
        }
        dropped.clear();
    }

    private static void build(Statement statement, List<Definition> definitions) throws SQLException {
        statement.setEscapeProcessing(false);
        for (Definition definition : definitions) {
            statement.execute(String.join(";\n", definition.build()));
        }
    }
}

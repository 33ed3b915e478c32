package dev.restore.dialect.postgres;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Empties tables without touching a row of any other: never CASCADE, and inheriting tables are not theirs. */
final class TableClearing {

    private final Connection connection;
    private final PostgresCatalog catalog;

    TableClearing(Connection connection, PostgresCatalog catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    void clear(Scope scope) throws SQLException {
        if (scope.cleared().isEmpty()) {
            return;
        }
        Set<Table> truncated = truncatable(scope.cleared());
        try (Statement statement = connection.createStatement()) {
            // TRUNCATE refuses a table with pending checks, and DELETE is what leaves those.
            if (!truncated.isEmpty()) {
                statement.execute("TRUNCATE TABLE "
                        + truncated.stream()
                                .map(table -> catalog.only(table.name()))
                                .collect(Collectors.joining(", ")));
            }
            for (Table table : scope.cleared()) {
                if (!truncated.contains(table)) {
                    refuseSideEffects(statement, scope, table);
                    statement.execute("DELETE FROM " + catalog.only(table.name()));
                }
            }
        }
    }

    /** TRUNCATE wants every referring table in the same statement, even an empty one. */
    private Set<Table> truncatable(List<Table> cleared) throws SQLException {
        Set<Long> permitted = permitted(cleared);
        Set<Table> candidates = new LinkedHashSet<>(cleared);
        candidates.removeIf(table -> !permitted.contains(catalog.oids().get(table.name())));
        List<ForeignKey> keys = catalog.catalog().tables().stream()
                .flatMap(table -> table.foreignKeys().stream())
                .toList();
        boolean shrunk = true;
        while (shrunk) {
            Set<TableName> whole = emptied(candidates);
            shrunk = candidates.removeIf(table -> {
                Set<TableName> names = catalog.sharingRows(table.name());
                return keys.stream()
                        .anyMatch(key -> names.contains(key.referencedTable()) && !whole.contains(key.table()));
            });
        }
        return candidates;
    }

    /** Returns the names of the tables and of all their partitions, which are emptied with them. */
    private Set<TableName> emptied(Set<Table> tables) {
        Set<TableName> names = new HashSet<>();
        for (Table table : tables) {
            names.add(table.name());
            catalog.catalog().descendants(table.name()).stream()
                    .filter(child -> child.kind() == Table.Kind.PARTITION)
                    .forEach(child -> names.add(child.name()));
        }
        return names;
    }

    private Set<Long> permitted(List<Table> tables) throws SQLException {
        Set<Long> permitted = new HashSet<>();
        String query =
                "SELECT t FROM pg_catalog.unnest(?::oid[]) t WHERE pg_catalog.has_table_privilege(t, 'TRUNCATE')";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, catalog.oidArray(tables));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    permitted.add(row.getLong(1));
                }
            }
        }
        return permitted;
    }

    /** A cascading key of a table that stays would carry the deletion there, and no deferral stops that. */
    private void refuseSideEffects(Statement statement, Scope scope, Table table) throws SQLException {
        Set<TableName> emptied = emptied(new HashSet<>(scope.cleared()));
        Set<TableName> names = catalog.sharingRows(table.name());
        List<ForeignKey> carrying = new ArrayList<>(catalog.enforcedKeys());
        carrying.removeIf(key -> !names.contains(key.referencedTable())
                || emptied.contains(key.table())
                || key.onDelete() == ForeignKey.Action.NO_ACTION
                || key.onDelete() == ForeignKey.Action.RESTRICT);
        for (ForeignKey key : carrying) {
            try (ResultSet row = statement.executeQuery(ForeignKeySql.countReferring(catalog, key, 1))) {
                row.next();
                if (row.getLong(1) > 0) {
                    throw new SQLException(
                            "emptying " + table.name() + " would change rows of " + key.table()
                                    + ", which is not restored: " + key.describe() + " ON DELETE "
                                    + key.onDelete().name().replace('_', ' ')
                                    + "; restore that table, too, or append",
                            "55000");
                }
            }
        }
    }
}

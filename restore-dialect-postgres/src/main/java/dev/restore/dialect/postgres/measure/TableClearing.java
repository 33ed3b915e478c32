package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import dev.restore.dialect.postgres.transaction.Thresholds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Empties tables without touching a row of any other: never CASCADE, and inheriting tables are not theirs. */
public final class TableClearing {

    /**
     * Up to this many bytes a table is small, dead rows included: for each deleted row its children are searched, without an
     * index on their side row by row. A table that is emptied so again and again grows until it is truncated once.
     */
    private static final long SMALL = 16 * 8192;

    private final Connection connection;
    private final PostgresCatalog catalog;
    private final Thresholds thresholds;

    public TableClearing(Connection connection, PostgresCatalog catalog, Thresholds thresholds) {
        this.connection = connection;
        this.catalog = catalog;
        this.thresholds = thresholds;
    }

    /** Empties the tables, and returns those that were truncated. */
    public Set<Table> clear(Scope scope) throws SQLException {
        if (scope.cleared().isEmpty()) {
            return Set.of();
        }
        Set<Table> truncated = truncatable(scope.cleared());
        if (thresholds.few(scope)) {
            leaveSmall(truncated, scope.triggers().suppressed());
        }
        List<Table> deleted = scope.cleared().stream()
                .filter(table -> !truncated.contains(table))
                .toList();
        try (Statement statement = connection.createStatement()) {
            // TRUNCATE refuses a table with pending checks, and DELETE is what leaves those.
            if (!truncated.isEmpty()) {
                statement.execute("TRUNCATE TABLE " + names(truncated));
            }
            if (deleted.isEmpty()) {
                return truncated;
            }
            // Rows that others insert meanwhile would be neither deleted nor accounted for. Readers may go on.
            statement.execute("LOCK TABLE " + names(deleted) + " IN SHARE ROW EXCLUSIVE MODE");
            for (Table table : deleted) {
                refuseSideEffects(statement, scope, table);
            }
            statement.execute(deleted.stream()
                    .map(table -> "DELETE FROM " + catalog.only(table.name()))
                    .collect(Collectors.joining(";\n")));
        }
        return truncated;
    }

    private String names(Collection<Table> tables) {
        return tables.stream().map(table -> catalog.only(table.name())).collect(Collectors.joining(", "));
    }

    /**
     * Leaves only those tables to be truncated that are large, or refer to such ones. Truncating makes new files for a table
     * and each of its indexes and removes the old ones; a few rows are deleted sooner.
     */
    private void leaveSmall(Set<Table> truncated, boolean suppressed) throws SQLException {
        Set<Long> small = small(truncated, suppressed);
        Set<Table> needed = new LinkedHashSet<>(truncated);
        needed.removeIf(table -> small.contains(catalog.oids().get(table.name())));
        boolean grown = true;
        while (grown) {
            Set<TableName> referenced = catalog.sharingRows(needed).keySet();
            grown = false;
            for (Table table : truncated) {
                boolean refers = catalog.sharingRows(table.name()).stream()
                        .flatMap(name -> catalog.catalog().table(name).stream())
                        .flatMap(member -> member.foreignKeys().stream())
                        .anyMatch(key -> referenced.contains(key.referencedTable()));
                grown |= refers && needed.add(table);
            }
        }
        truncated.retainAll(needed);
    }

    /** A table with triggers or rules is left to TRUNCATE, which does not ask them about its rows. */
    private Set<Long> small(Set<Table> tables, boolean suppressed) throws SQLException {
        List<Table> plain = tables.stream()
                .filter(table -> table.kind() == Table.Kind.TABLE)
                .filter(table -> suppressed || table.triggers().stream().noneMatch(trigger -> trigger.onDelete()))
                .toList();
        // Not from pg_class: the server would ask for the size of every relation that is there.
        String query = "SELECT t FROM pg_catalog.unnest(?::oid[]) t"
                + " WHERE NOT (SELECT relhasrules FROM pg_catalog.pg_class WHERE oid = t)"
                + " AND pg_catalog.has_table_privilege(t, 'DELETE')"
                + " AND pg_catalog.pg_relation_size(t) <= " + SMALL;
        return oids(query, plain);
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
        return oids(
                "SELECT t FROM pg_catalog.unnest(?::oid[]) t WHERE pg_catalog.has_table_privilege(t, 'TRUNCATE')",
                tables);
    }

    private Set<Long> oids(String query, Collection<Table> among) throws SQLException {
        Set<Long> oids = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, catalog.oidArray(among));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    oids.add(row.getLong(1));
                }
            }
        }
        return oids;
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
                    throw new SessionException(
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

package dev.restore.dialect.postgres.catalog;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The catalog and what only PostgreSQL knows of it. Immutable.
 *
 * @param catalog what everyone sees
 * @param oids the tables' object identifiers
 * @param types the columns' types
 * @param partitioned the tables whose rows live in partitions, sub-partitioned ones included
 * @param matchFull the foreign keys that are MATCH FULL
 * @param notEnforced the foreign keys that PostgreSQL never checks
 * @param derived the columns whose default makes something else of the number that it draws, or may do so
 * @param unclear the columns whose numbers come from a sequence that cannot be told
 */
public record PostgresCatalog(
        Catalog catalog,
        Map<TableName, Long> oids,
        Map<TableName, Map<String, PgType>> types,
        Set<TableName> partitioned,
        Set<ForeignKey> matchFull,
        Set<ForeignKey> notEnforced,
        Map<TableName, Set<String>> derived,
        Map<TableName, Set<String>> unclear) {

    /** A column that draws from a sequence, and its table. */
    public record Drawing(Table table, Column column) {}

    public PgType type(Table table, Column column) {
        PgType type = types.getOrDefault(table.name(), Map.of()).get(column.name());
        if (type == null) {
            throw new IllegalArgumentException("no column " + column.name() + " in " + table.name());
        }
        return type;
    }

    /** Returns the same with a table of which nothing but its columns' types is known. */
    public PostgresCatalog with(TableName name, Map<String, PgType> columns) {
        Map<TableName, Map<String, PgType>> all = new HashMap<>(types);
        all.put(name, Map.copyOf(columns));
        return new PostgresCatalog(catalog, oids, all, partitioned, matchFull, notEnforced, derived, unclear);
    }

    /** Returns the table as a FROM or DELETE needs it: rows of inheriting tables are not its own. */
    public String only(TableName name) {
        return partitioned.contains(name) ? Identifiers.quoted(name) : "ONLY " + Identifiers.quoted(name);
    }

    /** Returns oids as an array literal. */
    public String oidArray(Collection<Table> tables) {
        return tables.stream()
                .map(table -> String.valueOf(oids.get(table.name())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Returns the table, the partitioned tables above it and the partitions below it: they share rows. */
    public Set<TableName> sharingRows(TableName name) {
        Set<TableName> names = new LinkedHashSet<>();
        names.add(name);
        Optional<Table> table = catalog.table(name);
        while (table.isPresent()
                && table.get().kind() == Table.Kind.PARTITION
                && table.get().parent() != null) {
            names.add(table.get().parent());
            table = catalog.table(table.get().parent());
        }
        for (Table descendant : catalog.descendants(name)) {
            if (descendant.kind() == Table.Kind.PARTITION) {
                names.add(descendant.name());
            }
        }
        return names;
    }

    /** Returns for each name that shares rows with one of these tables that table. */
    public Map<TableName, Table> sharingRows(Collection<Table> tables) {
        Map<TableName, Table> names = new LinkedHashMap<>();
        for (Table table : tables) {
            for (TableName name : sharingRows(table.name())) {
                names.putIfAbsent(name, table);
            }
        }
        return names;
    }

    /** Returns the enforced foreign keys of all tables. */
    public List<ForeignKey> enforcedKeys() {
        return catalog.tables().stream()
                .flatMap(table -> table.foreignKeys().stream())
                .filter(key -> !notEnforced.contains(key))
                .toList();
    }

    /** Returns the columns that draw from each sequence. */
    public Map<TableName, List<Drawing>> sequenceUsers() {
        Map<TableName, List<Drawing>> users = new HashMap<>();
        for (Table table : catalog.tables()) {
            for (Column column : table.columns()) {
                if (column.sequence() != null && table.kind().holdsRows()) {
                    users.computeIfAbsent(column.sequence().name(), name -> new ArrayList<>())
                            .add(new Drawing(table, column));
                }
            }
        }
        return users;
    }

    /** Returns whether a column of a table is among these. */
    public static boolean among(Map<TableName, Set<String>> columns, Table table, Column column) {
        return columns.getOrDefault(table.name(), Set.of()).contains(column.name());
    }
}

package dev.restore.dialect;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a saved state holds.
 *
 * @param name a name for what is kept in the database, lower-case letters, digits and underscores, which no other state has
 * @param catalog the whole catalog
 * @param tables the tables that hold rows of their own, parents before children as far as that is possible
 * @param sequences the sequences that have a name
 */
public record StateScope(String name, Catalog catalog, List<Table> tables, List<Sequence> sequences) {

    public StateScope {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(catalog, "catalog");
        tables = LoadOrder.of(catalog, tables).tables();
        sequences = List.copyOf(sequences);
    }

    /** Returns the names of the tables. */
    public Set<TableName> names() {
        return tables.stream().map(Table::name).collect(Collectors.toSet());
    }

    /** Returns the foreign keys by which tables outside refer to those of the state. */
    public List<ForeignKey> fromOutside() {
        Set<TableName> inside = names();
        return tables.stream()
                .flatMap(table -> catalog.referencing(table.name()).stream())
                .filter(key -> !inside.contains(key.table()))
                .toList();
    }
}

package dev.restore.dialect;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import java.util.List;
import java.util.Objects;

/**
 * What a restore touches.
 *
 * @param catalog the whole catalog
 * @param loaded the tables that get rows, parents before children as far as that is possible
 * @param cleared the tables that are emptied first, children before parents as far as that is possible
 * @param expectedRows how many rows are expected in all, an estimate
 */
public record Scope(Catalog catalog, List<Table> loaded, List<Table> cleared, long expectedRows) {

    public Scope {
        Objects.requireNonNull(catalog, "catalog");
        loaded = List.copyOf(loaded);
        cleared = List.copyOf(cleared);
    }
}

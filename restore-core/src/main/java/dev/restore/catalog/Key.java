package dev.restore.catalog;

import java.util.List;
import java.util.Objects;

/**
 * A primary or unique key without condition and without expressions.
 *
 * @param name the constraint's or index's name, empty where the database gives none
 * @param columns its columns in key order, at least one
 * @param primary whether it is the primary key
 */
public record Key(String name, List<String> columns, boolean primary) {

    public Key {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("key " + name + " has no columns");
        }
    }
}

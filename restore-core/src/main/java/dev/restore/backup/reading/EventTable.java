package dev.restore.backup.reading;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A table whose records are changes of its rows, of which the last state of each key counts.
 *
 * @param table the table, as the backup spells it
 * @param key whether a field is the one for each column of the key
 */
public record EventTable(String table, List<Predicate<String>> key) {

    public EventTable {
        Objects.requireNonNull(table, "table");
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("table " + table + " has no key");
        }
    }
}

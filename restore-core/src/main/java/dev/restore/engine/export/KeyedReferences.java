package dev.restore.engine.export;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.NaturalKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.ReachedColumn;
import dev.restore.dialect.TableReading;
import dev.restore.engine.references.KeyedReference;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a backup is written as natural keys.
 *
 * @param references the references of each table; tables without any are absent
 * @param keys the natural keys of its tables, as far as they are stated
 * @param doubtful the keys of which the rows must show that no two have the same
 * @param notes the references that are written as they are although natural keys were asked for, in words
 */
public record KeyedReferences(
        Map<TableName, List<KeyedReference>> references,
        Map<TableName, NaturalKey> keys,
        List<NaturalKey> doubtful,
        List<String> notes) {

    private static final KeyedReferences NONE = new KeyedReferences(Map.of(), Map.of(), List.of(), List.of());

    public KeyedReferences {
        references = Map.copyOf(references);
        keys = Map.copyOf(keys);
        doubtful = List.copyOf(doubtful);
        notes = List.copyOf(notes);
    }

    /** Returns that nothing is. */
    static KeyedReferences none() {
        return NONE;
    }

    /** Returns the references of a table. */
    List<KeyedReference> of(Table table) {
        return references.getOrDefault(table.name(), List.of());
    }

    /** Returns tables and those that are read together with them. */
    List<Table> read(List<Table> tables) {
        Map<TableName, Table> read = new LinkedHashMap<>();
        tables.forEach(table -> read.put(table.name(), table));
        Set<NaturalKey> all = new LinkedHashSet<>(doubtful);
        references.values().forEach(keyed -> keyed.forEach(reference -> all.add(reference.key())));
        for (NaturalKey key : all) {
            read.putIfAbsent(key.table().name(), key.table());
            KeyedReference.values(key, List.of())
                    .ifPresent(values -> values.forEach(
                            value -> read.putIfAbsent(value.table().name(), value.table())));
        }
        return List.copyOf(read.values());
    }

    /**
     * Requires that no two rows have one natural key where the database does not see to that itself.
     *
     * @throws PlanException if there are such rows
     */
    void requireUnique(TableReading reading, Catalog catalog) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (NaturalKey key : doubtful) {
            Optional<List<ReachedColumn>> values = KeyedReference.values(key, List.of());
            if (values.isPresent() && reading.repeats(key.table(), values.get())) {
                String name = catalog.spell(key.table().name());
                problems.add(new Problem(
                        Problem.Kind.NATURAL_KEY,
                        name,
                        "The natural key of table " + name + " (" + key.describe()
                                + ") is not a key: several of its rows have the same.",
                        "Name more columns (naturalKey, --natural-key), or correct the rows."));
            }
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
    }
}

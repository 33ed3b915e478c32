package dev.restore.dialect;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a restore touches.
 *
 * @param catalog the whole catalog
 * @param loaded the tables that get rows, parents before children as far as that is possible
 * @param cleared the tables that are emptied first, children before parents as far as that is possible
 * @param expectedRows how many rows are expected in all, an estimate
 * @param rows how many rows a loaded table is expected to get, an estimate; those of which that is not known are absent
 * @param rebuilt what is dropped by {@link Dialect.Session#begin} and built again by
 *     {@link Dialect.Session#resumeForeignKeys}; nothing unless {@code optimistic}
 * @param triggers what becomes of the triggers of these tables
 * @param optimistic whether a session may take measures that some data defeat, because the core would then roll back, close
 *     the session and begin again with the {@link #safe} scope
 */
public record Scope(
        Catalog catalog,
        List<Table> loaded,
        List<Table> cleared,
        long expectedRows,
        Map<TableName, Long> rows,
        List<Rebuilt> rebuilt,
        TriggerMeasure triggers,
        boolean optimistic) {

    /** Creates a safe scope of tables of which nobody knows how many rows each will get. */
    public Scope(Catalog catalog, List<Table> loaded, List<Table> cleared, long expectedRows) {
        this(catalog, loaded, cleared, expectedRows, Map.of(), List.of(), TriggerMeasure.none(), false);
    }

    public Scope {
        Objects.requireNonNull(catalog, "catalog");
        loaded = List.copyOf(loaded);
        cleared = List.copyOf(cleared);
        rows = Map.copyOf(rows);
        rebuilt = List.copyOf(rebuilt);
        Objects.requireNonNull(triggers, "triggers");
        if (!optimistic && !rebuilt.isEmpty()) {
            throw new IllegalArgumentException("dropping " + rebuilt + " is not safe");
        }
    }

    /** Returns the same with something that is dropped and built again. */
    public Scope rebuilding(List<Rebuilt> definitions) {
        return new Scope(catalog, loaded, cleared, expectedRows, rows, definitions, triggers, optimistic);
    }

    /** Returns the same without any hope: only what leads to the end with any data. */
    public Scope safe() {
        return new Scope(catalog, loaded, cleared, expectedRows, rows, List.of(), triggers, false);
    }

    /** Returns whether a session has triggers to suppress: those of the loaded and the emptied tables and of parts of these. */
    public boolean suppressesTriggers() {
        return triggers.suppressed()
                && Stream.concat(loaded.stream(), cleared.stream())
                        .flatMap(table -> Stream.concat(Stream.of(table), catalog.descendants(table.name()).stream()))
                        .flatMap(table -> table.triggers().stream())
                        .anyMatch(trigger -> trigger.kind() != Trigger.Kind.INDEX);
    }

    /** Returns the same with another measure for triggers. */
    public Scope with(TriggerMeasure measure) {
        return new Scope(catalog, loaded, cleared, expectedRows, rows, rebuilt, measure, optimistic);
    }
}

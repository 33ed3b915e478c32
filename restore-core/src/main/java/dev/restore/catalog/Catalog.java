package dev.restore.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the target database, read once. Immutable and safe to share between threads.
 *
 * <p>It holds every table that a restore could touch or that could stand in its way: those of the schema that is
 * restored into, and the others because they may refer to them.
 */
public final class Catalog {

    private final @Nullable String defaultSchema;
    private final Map<TableName, Table> tables;
    private final Map<TableName, List<ForeignKey>> referencing;
    private final Map<TableName, List<Table>> children;
    private final List<Sequence> sequences;

    /**
     * Creates a catalog of a database without sequences.
     *
     * @param defaultSchema the schema in which a name without one is looked up, or null where there are no schemas
     * @param tables all tables
     */
    public Catalog(@Nullable String defaultSchema, Collection<Table> tables) {
        this(defaultSchema, tables, List.of());
    }

    /**
     * Creates a catalog.
     *
     * @param defaultSchema the schema in which a name without one is looked up, or null where there are no schemas
     * @param tables all tables
     * @param sequences all sequences that have a name, those that number a column of these tables among them
     */
    public Catalog(@Nullable String defaultSchema, Collection<Table> tables, Collection<Sequence> sequences) {
        this.defaultSchema = defaultSchema;
        this.sequences = List.copyOf(sequences);
        Map<TableName, Table> byName = new LinkedHashMap<>();
        Map<TableName, List<ForeignKey>> byTarget = new LinkedHashMap<>();
        Map<TableName, List<Table>> byParent = new LinkedHashMap<>();
        for (Table table : tables) {
            byName.put(table.name(), table);
            if (table.parent() != null) {
                byParent.computeIfAbsent(table.parent(), name -> new ArrayList<>())
                        .add(table);
            }
            for (ForeignKey key : table.foreignKeys()) {
                byTarget.computeIfAbsent(key.referencedTable(), name -> new ArrayList<>())
                        .add(key);
            }
        }
        this.tables = byName;
        this.referencing = byTarget;
        this.children = byParent;
    }

    /** Returns the schema in which a name without one is looked up, or null where there are no schemas. */
    public @Nullable String defaultSchema() {
        return defaultSchema;
    }

    /** Spells a table's name for people: without the schema when that is the default one. */
    public String spell(TableName name) {
        return Objects.equals(name.schema(), defaultSchema) ? name.name() : name.toString();
    }

    /** Returns all tables in the order in which they were read. */
    public List<Table> tables() {
        return List.copyOf(tables.values());
    }

    /** Returns all sequences that have a name. */
    public List<Sequence> sequences() {
        return sequences;
    }

    /** Finds a table by its exact name. */
    public Optional<Table> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** Returns the foreign keys of all tables that refer to this one, its own self-references among them. */
    public List<ForeignKey> referencing(TableName name) {
        return List.copyOf(referencing.getOrDefault(name, List.of()));
    }

    /** Returns the partitions or child tables of a table, direct and indirect. */
    public List<Table> descendants(TableName name) {
        List<Table> found = new ArrayList<>();
        for (Table child : children.getOrDefault(name, List.of())) {
            found.add(child);
            found.addAll(descendants(child.name()));
        }
        return found;
    }
}

package dev.restore.catalog;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table, view or whatever else the catalog lists under a table's name.
 *
 * @param name its name
 * @param kind what it is
 * @param columns its columns in their order
 * @param keys its primary and unique keys, the primary key first
 * @param uniqueIndexes the unique indexes that are no keys
 * @param foreignKeys the foreign keys by which it refers to others; those of its partitions are theirs
 * @param triggers the enabled user triggers
 * @param parent the table of which it is a partition or a child, or null
 */
public record Table(
        TableName name,
        Kind kind,
        List<Column> columns,
        List<Key> keys,
        List<UniqueIndex> uniqueIndexes,
        List<ForeignKey> foreignKeys,
        List<Trigger> triggers,
        @Nullable TableName parent) {

    public Table {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        uniqueIndexes = List.copyOf(uniqueIndexes);
        foreignKeys = List.copyOf(foreignKeys);
        triggers = List.copyOf(triggers);
    }

    /** Creates one without unique indexes that are no keys. */
    public Table(
            TableName name,
            Kind kind,
            List<Column> columns,
            List<Key> keys,
            List<ForeignKey> foreignKeys,
            List<Trigger> triggers,
            @Nullable TableName parent) {
        this(name, kind, columns, keys, List.of(), foreignKeys, triggers, parent);
    }

    /** What stands after a table's name. */
    public enum Kind {
        /** A table with rows of its own. */
        TABLE("table"),
        /** A table whose rows live in its partitions. */
        PARTITIONED("partitioned table"),
        /** A part of a partitioned table. */
        PARTITION("partition"),
        /** A stored query. */
        VIEW("view"),
        /** A stored query with stored rows. */
        MATERIALIZED_VIEW("materialized view"),
        /** A table of another server or of a module. */
        VIRTUAL("virtual table"),
        /** A table that belongs to a virtual one. */
        SHADOW("shadow table of a virtual table");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Returns whether rows can be restored into it. */
        public boolean holdsRows() {
            return this == TABLE || this == PARTITIONED || this == PARTITION;
        }

        /** Returns the kind in words, for messages. */
        @Override
        public String toString() {
            return words;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Table that
                        && name.equals(that.name)
                        && kind == that.kind
                        && columns.equals(that.columns)
                        && keys.equals(that.keys)
                        && uniqueIndexes.equals(that.uniqueIndexes)
                        && foreignKeys.equals(that.foreignKeys)
                        && triggers.equals(that.triggers)
                        && Objects.equals(parent, that.parent));
    }

    /** Equal tables have equal names, and a table is a key too often to look at all of it each time. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Finds a column by its exact name. */
    public Optional<Column> column(String columnName) {
        return columns.stream().filter(c -> c.name().equals(columnName)).findFirst();
    }

    /** Returns the columns that an insert may name, in their order: those that a backup of the table holds. */
    public List<Column> insertableColumns() {
        return columns.stream().filter(Column::insertable).toList();
    }

    /** Returns the columns that the database numbers, in their order: identities, and those that draw from a sequence. */
    public List<Column> numberedColumns() {
        return columns.stream().filter(Column::numbered).toList();
    }

    /** Returns whether a foreign key of it refers to one of some tables. */
    public boolean refersToAny(Set<TableName> tables) {
        return foreignKeys.stream().anyMatch(key -> tables.contains(key.referencedTable()));
    }

    /** Returns the primary key, if it has one. */
    public Optional<Key> primaryKey() {
        return keys.stream().filter(Key::primary).findFirst();
    }
}

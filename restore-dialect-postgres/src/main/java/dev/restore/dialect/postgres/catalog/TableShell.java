package dev.restore.dialect.postgres.catalog;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Trigger;
import dev.restore.catalog.UniqueIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of a table before all of it has been read. */
final class TableShell {
    final TableName name;
    final char relationKind;
    final boolean partition;
    final long parent;
    final List<Column> columns = new ArrayList<>();
    final List<Key> keys = new ArrayList<>();
    final List<UniqueIndex> uniqueIndexes = new ArrayList<>();
    final List<ForeignKey> foreignKeys = new ArrayList<>();
    final List<Trigger> triggers = new ArrayList<>();
    final Map<String, PgType> types = new HashMap<>();

    TableShell(TableName name, char relationKind, boolean partition, long parent) {
        this.name = name;
        this.relationKind = relationKind;
        this.partition = partition;
        this.parent = parent;
    }

    Table.Kind kind() {
        if (partition && relationKind != 'f') {
            return Table.Kind.PARTITION;
        }
        return switch (relationKind) {
            case 'r' -> Table.Kind.TABLE;
            case 'p' -> Table.Kind.PARTITIONED;
            case 'v' -> Table.Kind.VIEW;
            case 'm' -> Table.Kind.MATERIALIZED_VIEW;
            default -> Table.Kind.VIRTUAL;
        };
    }
}

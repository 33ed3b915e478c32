package dev.restore.engine.planning;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The tables whose rows get numbers from the database. */
public final class NumberedTables {

    private NumberedTables() {}

    /** Returns those of these tables that have a numbered column, and the partitions that number their rows in another way. */
    public static List<Table> of(Catalog catalog, Collection<Table> tables) {
        List<Table> numbered = new ArrayList<>();
        for (Table table : tables) {
            if (table.columns().stream().anyMatch(Column::numbered)) {
                numbered.add(table);
            }
            numbered.addAll(partitions(catalog, table));
        }
        return numbered.stream().distinct().toList();
    }

    /** Returns the partitions of a table that number rows which are inserted into them directly by sequences of their own. */
    public static List<Table> partitions(Catalog catalog, Table table) {
        return catalog.descendants(table.name()).stream()
                .filter(part -> part.kind() == Table.Kind.PARTITION)
                .filter(part -> part.columns().stream().anyMatch(column -> isOwn(column, table)))
                .toList();
    }

    private static boolean isOwn(Column column, Table above) {
        Sequence sequence = column.sequence();
        Optional<Sequence> other = above.column(column.name()).map(Column::sequence);
        return sequence != null && !other.map(Sequence::name).equals(Optional.of(sequence.name()));
    }
}

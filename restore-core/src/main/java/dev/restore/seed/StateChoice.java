package dev.restore.seed;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.Sequence;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.StateScope;
import dev.restore.engine.session.OwnTables;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which tables and sequences belong to a state.
 *
 * @param fixture whose scope counts
 * @param seeded the tables that it names
 */
record StateChoice(Fixture fixture, Set<TableName> seeded) {

    StateScope of(Catalog catalog, String name) {
        List<Table> tables = catalog.tables().stream()
                .filter(table -> table.kind() == Table.Kind.TABLE || table.kind() == Table.Kind.PARTITION)
                .filter(table -> !OwnTables.isOne(table.name()))
                .filter(table -> fixture.kept().stream()
                        .noneMatch(kept -> kept.equalsIgnoreCase(table.name().name())))
                .filter(table -> chosen(catalog, table))
                .toList();
        Set<Sequence> sequences = new LinkedHashSet<>();
        tables.stream()
                .flatMap(table -> table.columns().stream())
                .map(Column::sequence)
                .filter(Objects::nonNull)
                .forEach(sequences::add);
        if (fixture.scope() == SeedScope.SCHEMA) {
            catalog.sequences().stream()
                    .filter(sequence -> inSchema(catalog, sequence.name()))
                    .forEach(sequences::add);
        }
        return new StateScope(name, catalog, tables, List.copyOf(sequences));
    }

    private boolean chosen(Catalog catalog, Table table) {
        return fixture.scope() == SeedScope.SCHEMA
                ? inSchema(catalog, table.name())
                : seeded.contains(table.name()) || ancestors(catalog, table).anyMatch(seeded::contains);
    }

    private static Stream<TableName> ancestors(Catalog catalog, Table table) {
        return Stream.iterate(table.parent(), Objects::nonNull, parent -> parentOf(catalog, parent));
    }

    private static @Nullable TableName parentOf(Catalog catalog, @Nullable TableName name) {
        return name == null ? null : catalog.table(name).map(Table::parent).orElse(null);
    }

    private boolean inSchema(Catalog catalog, TableName name) {
        String wanted = fixture.schema() == null ? catalog.defaultSchema() : fixture.schema();
        return wanted == null || wanted.equals(name.schema());
    }
}

package dev.restore.engine.session;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.history.JdbcRunHistory;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables that the library keeps in databases, beside those of their owner: never part of a backup. Databases keep their names in
 * the case that they like.
 */
public final class OwnTables {

    /** Where an unfinished restore goes on. */
    public static final String CHECKPOINT = "restore_checkpoint";

    private static final Set<String> ALL = Stream.concat(Stream.of(CHECKPOINT), JdbcRunHistory.TABLES.stream())
            .collect(Collectors.toUnmodifiableSet());

    private OwnTables() {}

    /** Returns whether a table is one of them, in whatever schema. */
    public static boolean isOne(TableName name) {
        return ALL.stream().anyMatch(name.name()::equalsIgnoreCase);
    }

    /** Finds one of them in the schema that is restored into. */
    public static Optional<Table> find(Catalog catalog, String own) {
        return catalog.tables().stream()
                .filter(table -> table.name().name().equalsIgnoreCase(own))
                .filter(table ->
                        table.name().schema() == null || table.name().schema().equals(catalog.defaultSchema()))
                .findFirst();
    }
}

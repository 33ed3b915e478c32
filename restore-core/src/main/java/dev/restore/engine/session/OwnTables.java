package dev.restore.engine.session;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import java.util.Optional;
import java.util.Set;

/**
 * The tables that restores keep in their target, beside those of its owner: never part of a backup. Databases keep their names in
 * the case that they like.
 */
public final class OwnTables {

    /** Where an unfinished restore goes on. */
    public static final String CHECKPOINT = "restore_checkpoint";

    private static final Set<String> ALL = Set.of(CHECKPOINT);

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

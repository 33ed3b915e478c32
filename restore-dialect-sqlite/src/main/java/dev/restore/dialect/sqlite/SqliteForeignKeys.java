package dev.restore.dialect.sqlite;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.standard.SqlDatabase;
import dev.restore.dialect.standard.StandardReading;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The foreign keys of a restore into SQLite, which are switched off for it or deferred, and checked before the commit. */
final class SqliteForeignKeys {

    private final SqlDatabase database;
    private final SqliteSchema schema;
    private final StandardReading reading;
    private @Nullable OrphanCheck orphans;

    SqliteForeignKeys(SqlDatabase database, SqliteSchema schema, StandardReading reading) {
        this.database = database;
        this.schema = schema;
        this.reading = reading;
    }

    ForeignKeyMeasure measure(Scope scope) throws SQLException {
        if (tablesToCheck(scope).isEmpty()) {
            return new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, "no foreign key touches these tables");
        }
        if (database.settings().callersTransaction() && database.number("PRAGMA foreign_keys") != 0) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.DEFER, true, "within the caller's transaction they cannot be switched off");
        }
        return new ForeignKeyMeasure(
                ForeignKeyMeasure.Kind.SWITCH_OFF,
                true,
                "SQLite lets a connection switch them off before a transaction");
    }

    private static Set<TableName> tablesToCheck(Scope scope) {
        Set<TableName> names = new LinkedHashSet<>();
        for (Table table : scope.loaded()) {
            if (!table.foreignKeys().isEmpty()) {
                names.add(table.name());
            }
            // A row that is there keeps its primary key and no other.
            Set<String> kept =
                    new HashSet<>(table.primaryKey().map(Key::columns).orElse(List.of()));
            for (ForeignKey key : scope.catalog().referencing(table.name())) {
                if (!kept.containsAll(key.referencedColumns())) {
                    names.add(key.table());
                }
            }
        }
        for (Table table : scope.cleared()) {
            if (!table.foreignKeys().isEmpty()) {
                names.add(table.name());
            }
            for (ForeignKey key : scope.catalog().referencing(table.name())) {
                names.add(key.table());
            }
        }
        return names;
    }

    /** Returns the keys that SQLite cannot check. */
    List<Obstacle> uncheckable(Scope scope) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        for (Table table : scope.loaded()) {
            TableTraits known = schema.traits(table);
            if (known == null) {
                continue;
            }
            for (int id : known.mismatched()) {
                ForeignKey key = known.foreignKeys().get(id);
                if (key != null) {
                    obstacles.add(new Obstacle(
                            table.name(),
                            "the foreign key " + key.describe()
                                    + " refers to columns that are not a key, so that SQLite" + " cannot check it",
                            "make them the primary key or unique, or drop the foreign key"));
                }
            }
        }
        return obstacles;
    }

    /** With foreign keys enforced, emptying a table changes rows of others that its keys say so of. */
    List<Obstacle> cascades(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        if (measure.kind() != ForeignKeyMeasure.Kind.DEFER) {
            return List.of();
        }
        List<Obstacle> obstacles = new ArrayList<>();
        for (Table table : scope.cleared()) {
            for (ForeignKey key : scope.catalog().referencing(table.name())) {
                boolean acts =
                        key.onDelete() != ForeignKey.Action.NO_ACTION && key.onDelete() != ForeignKey.Action.RESTRICT;
                boolean outside =
                        scope.cleared().stream().noneMatch(other -> other.name().equals(key.table()));
                if (acts && outside && reading.countReferring(key, 1) > 0) {
                    obstacles.add(
                            new Obstacle(
                                    key.table(),
                                    "deleting would change its rows through the foreign key " + key.describe()
                                            + ", which cannot be switched off within the caller's transaction",
                                    "restore into a DataSource outside of that transaction, or call PRAGMA foreign_keys = OFF before it"));
                }
            }
        }
        return obstacles;
    }

    /** Remembers, right after the transaction has begun, which rows that stay break their keys. */
    void remember(Scope scope) throws SQLException {
        OrphanCheck check = new OrphanCheck(database.connection(), schema.traits());
        Set<Table> cleared = Set.copyOf(scope.cleared());
        for (TableName name : tablesToCheck(scope)) {
            if (cleared.stream().noneMatch(table -> table.name().equals(name))) {
                check.remember(name);
            }
        }
        orphans = check;
    }

    /** Returns the keys that are broken by rows that did not break them before. */
    List<Violation> violations(Scope scope) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        OrphanCheck check = orphans;
        if (check != null) {
            for (TableName name : tablesToCheck(scope)) {
                for (Map.Entry<ForeignKey, Long> entry : check.newOrphans(name).entrySet()) {
                    violations.add(new Violation(entry.getKey(), entry.getValue()));
                }
            }
        }
        return violations;
    }
}

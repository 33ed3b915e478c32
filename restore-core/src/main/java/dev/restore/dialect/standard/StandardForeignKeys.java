package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.ForeignKey.Deferrability;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.TableLoader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The foreign keys of a restore by standard SQL: they are kept by the order of the tables, deferred where the database allows it, or
 * their references go in late; all are checked by queries.
 */
final class StandardForeignKeys {

    private final SqlDatabase database;
    private final OrphanQueries orphans;
    private boolean deferred;
    private @Nullable LateReferences late;

    StandardForeignKeys(SqlDatabase database) {
        this.database = database;
        this.orphans = new OrphanQueries(database);
    }

    ForeignKeyMeasure measure(Scope scope) throws SQLException {
        if (ForeignKeys.touching(scope).isEmpty()) {
            return new ForeignKeyMeasure(ForeignKeyMeasure.Kind.NONE, true, "no foreign key touches these tables");
        }
        List<ForeignKey> among = ForeignKeys.among(scope);
        List<ForeignKey> circular = ForeignKeys.circular(among);
        List<ForeignKey> selfReferences =
                among.stream().filter(ForeignKey::selfReference).toList();
        if (circular.isEmpty() && selfReferences.isEmpty()) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.ORDER, false, "the tables refer to each other in no circle");
        }
        if (deferrable(circular) && deferrable(selfReferences)) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.DEFER,
                    deferrable(among),
                    "every foreign key on a circle or to its own table is deferrable");
        }
        if (database.capabilities().laggingKeys() || lateKeys(scope).isEmpty()) {
            return new ForeignKeyMeasure(
                    ForeignKeyMeasure.Kind.ORDER,
                    false,
                    "this database has no way to suspend the foreign keys to a table's own rows");
        }
        return new ForeignKeyMeasure(
                ForeignKeyMeasure.Kind.LATE, false, "some tables refer to themselves or to each other in a circle");
    }

    private static boolean deferrable(List<ForeignKey> keys) {
        return keys.stream().allMatch(key -> key.deferrability() != Deferrability.NOT_DEFERRABLE);
    }

    /** Returns the keys on circles whose references can be set when all rows are in. */
    private static Set<ForeignKey> lateKeys(Scope scope) {
        List<ForeignKey> among = ForeignKeys.among(scope);
        Set<ForeignKey> keys = new LinkedHashSet<>(ForeignKeys.circular(among));
        among.stream().filter(ForeignKey::selfReference).forEach(keys::add);
        return new LinkedHashSet<>(LateReferences.possible(scope.catalog(), List.copyOf(keys)));
    }

    /** Returns the keys that no order and no measure keeps out of the way. */
    List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) {
        List<Obstacle> obstacles = new ArrayList<>();
        if (measure.kind() == ForeignKeyMeasure.Kind.ORDER || measure.kind() == ForeignKeyMeasure.Kind.LATE) {
            Set<ForeignKey> possible = lateKeys(scope);
            for (ForeignKey key : ForeignKeys.circular(ForeignKeys.among(scope))) {
                if (!possible.contains(key)) {
                    obstacles.add(new Obstacle(
                            key.table(),
                            "the foreign key " + key.describe()
                                    + " lies on a circle, cannot be deferred and cannot be null at first",
                            "declare it DEFERRABLE, or its columns without NOT NULL, or drop it for the restore"));
                }
            }
        }
        return obstacles;
    }

    /** Returns the tables that cannot be emptied in one transaction, where keys go on to see deleted rows. */
    List<Obstacle> unclearable(Scope scope) throws SQLException {
        if (!database.capabilities().laggingKeys()) {
            return List.of();
        }
        Set<TableName> cleared = ForeignKeys.names(scope.cleared());
        List<Obstacle> obstacles = new ArrayList<>();
        for (ForeignKey key : ForeignKeys.touching(scope)) {
            boolean emptied = cleared.contains(key.table()) && cleared.contains(key.referencedTable());
            if (emptied && orphans.countReferring(key, 1) > 0) {
                obstacles.add(new Obstacle(
                        key.table(),
                        "this database cannot empty " + key.table() + " and " + key.referencedTable()
                                + " in one transaction, because " + key.describe() + " goes on to see the deleted rows",
                        "empty them yourself before it, children first and each with a commit"));
            }
        }
        return obstacles;
    }

    /** Does as the measure says, within the transaction. */
    void suspend(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        if (measure.kind() == ForeignKeyMeasure.Kind.DEFER) {
            database.execute("SET CONSTRAINTS ALL DEFERRED");
            deferred = true;
        }
        if (measure.kind() == ForeignKeyMeasure.Kind.LATE) {
            late = new LateReferences(lateKeys(scope), scope.catalog(), database);
        }
        boolean initiallyDeferred = ForeignKeys.touching(scope).stream()
                .anyMatch(key -> key.deferrability() == Deferrability.INITIALLY_DEFERRED);
        if (measure.kind() == ForeignKeyMeasure.Kind.ENFORCE && initiallyDeferred) {
            database.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    /** Does it again in a transaction that was begun anew. */
    void suspendAgain() throws SQLException {
        if (deferred) {
            database.execute("SET CONSTRAINTS ALL DEFERRED");
        }
    }

    /** Sets references null that would keep rows from being deleted: not every database deletes a circle by one statement. */
    void openCircles(Scope scope) throws SQLException {
        List<ForeignKey> circles = late == null ? List.of() : circlesAmong(scope.cleared());
        for (ForeignKey key : LateReferences.possible(scope.catalog(), circles)) {
            Column column = LateReference.nullable(scope.catalog(), key).get(0);
            String name = database.quote(column.name());
            database.execute("UPDATE " + database.quote(key.table()) + " SET " + name + " = NULL WHERE " + name
                    + " IS NOT NULL");
        }
    }

    private static List<ForeignKey> circlesAmong(List<Table> tables) {
        Set<TableName> names = ForeignKeys.names(tables);
        List<ForeignKey> among = tables.stream()
                .flatMap(table -> table.foreignKeys().stream())
                .filter(key -> names.contains(key.referencedTable()))
                .filter(key -> key.onDelete() != ForeignKey.Action.CASCADE)
                .toList();
        List<ForeignKey> keys = new ArrayList<>(ForeignKeys.circular(among));
        among.stream().filter(ForeignKey::selfReference).forEach(keys::add);
        return keys;
    }

    /** Puts a loader after one that leaves out references that go in late. */
    TableLoader late(LoadTarget target, TableLoader loader, StandardLoaders loaders) throws SQLException {
        LateReferences references = late;
        return references == null ? loader : references.around(target, loader, loaders);
    }

    /** Forgets the rows that were loaded. */
    void forgetRows() {
        LateReferences references = late;
        if (references != null) {
            references.forget();
        }
    }

    /** Sets the references that go in late, checks all keys, and has the database do so too. */
    List<Violation> resume(Scope scope) throws SQLException {
        Map<ForeignKey, Long> rows = new LinkedHashMap<>();
        LateReferences references = late;
        if (references != null) {
            references.settle().forEach(violation -> rows.put(violation.foreignKey(), violation.rows()));
        }
        violations(List.copyOf(ForeignKeys.touching(scope)))
                .forEach(violation -> rows.merge(violation.foreignKey(), violation.rows(), Long::sum));
        List<Violation> violations = new ArrayList<>();
        rows.forEach((key, count) -> violations.add(new Violation(key, count)));
        if (deferred && violations.isEmpty()) {
            database.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
        return violations;
    }

    /** Looks for rows that break foreign keys. A row with a null among the referring columns breaks none. */
    List<Violation> violations(List<ForeignKey> keys) throws SQLException {
        return orphans.violations(keys);
    }

    List<List<String>> dangling(ForeignKey key, int limit) throws SQLException {
        LateReferences references = late;
        Set<List<String>> dangling = new LinkedHashSet<>(references == null ? List.of() : references.dangling(key));
        dangling.addAll(orphans.dangling(key, limit));
        return dangling.stream().limit(limit).toList();
    }

    /** Forgets the references that go in late. */
    void end() throws SQLException {
        LateReferences references = late;
        late = null;
        if (references != null) {
            references.close();
        }
    }
}

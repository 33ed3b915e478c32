package dev.restore.dialect.postgres.measure;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Scope;
import dev.restore.dialect.postgres.catalog.Identifiers;
import dev.restore.dialect.postgres.catalog.PostgresCatalog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts foreign keys off to the end of the load, checks them then and leaves them as they were. */
public final class ForeignKeyGuard {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Connection connection;
    private final PostgresCatalog catalog;
    private final TouchedForeignKeys touched;
    private final UncheckedKeys unchecked;
    private final Rebuilding rebuilding;
    private final boolean lasting;
    private final List<ForeignKey> altered = new ArrayList<>();

    /**
     * @param lasting whether the transaction goes on after the restore
     */
    public ForeignKeyGuard(Connection connection, PostgresCatalog catalog, boolean lasting) {
        this.connection = connection;
        this.lasting = lasting;
        this.catalog = catalog;
        this.touched = new TouchedForeignKeys(connection, catalog);
        this.unchecked = new UncheckedKeys(connection, catalog);
        this.rebuilding = new Rebuilding(connection, catalog);
    }

    public void suspend(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        if (measure.kind() == ForeignKeyMeasure.Kind.NONE) {
            return;
        }
        if (measure.kind() == ForeignKeyMeasure.Kind.ENFORCE) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            }
            return;
        }
        List<ForeignKey> touching = touched.touching(scope);
        unchecked.remember(touching, catalog.sharingRows(scope.cleared()).keySet());
        if (measure.kind() == ForeignKeyMeasure.Kind.MAKE_DEFERRABLE) {
            List<ForeignKey> immediate = TouchedForeignKeys.notDeferrable(touching);
            Set<TableName> owned = touched.owned(immediate);
            immediate.stream().filter(key -> owned.contains(key.table())).forEach(altered::add);
        }
        List<ForeignKey> deferrable = touching.stream()
                .filter(key ->
                        key.deferrability() == ForeignKey.Deferrability.INITIALLY_IMMEDIATE || mayBeImmediate(key))
                .toList();
        try (Statement statement = connection.createStatement()) {
            if (!altered.isEmpty()) {
                statement.execute(altered.stream()
                        .map(key -> ForeignKeySql.alter(key, ForeignKey.Deferrability.INITIALLY_DEFERRED))
                        .collect(Collectors.joining(";\n")));
            }
            if (!deferrable.isEmpty()) {
                statement.execute("SET CONSTRAINTS " + named(deferrable) + " DEFERRED");
            }
        }
    }

    /** The caller may have made all constraints immediate before, which outweighs what they are declared as. */
    private boolean mayBeImmediate(ForeignKey key) {
        return lasting && (altered.contains(key) || key.deferrability() == ForeignKey.Deferrability.INITIALLY_DEFERRED);
    }

    /** Deferrable unique keys are better checked at once, so only foreign keys are named where names are unambiguous. */
    private String named(List<ForeignKey> keys) {
        Set<String> names = keys.stream().map(ForeignKeyGuard::constraint).collect(Collectors.toSet());
        boolean ambiguous = TouchedForeignKeys.notDeferrable(catalog.enforcedKeys()).stream()
                .filter(key -> !altered.contains(key))
                .anyMatch(key -> names.contains(constraint(key)));
        return ambiguous ? "ALL" : String.join(", ", names);
    }

    private static String constraint(ForeignKey key) {
        return Identifiers.qualified(key.table().schema(), key.name());
    }

    /** Drops what is to be built again. */
    public void drop(Scope scope) throws SQLException {
        rebuilding.drop(scope);
    }

    public List<Violation> resume(Scope scope) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<Violation> violations = enforce(statement, scope);
            if (!violations.isEmpty()) {
                return violations;
            }
            for (Map.Entry<ForeignKey, Long> orphans : unchecked.newOrphans().entrySet()) {
                ForeignKey key = orphans.getKey();
                violations.add(new Violation(key, orphans.getValue()));
            }
            if (!violations.isEmpty()) {
                return violations;
            }
            rebuilding.finish(statement, scope);
            if (!altered.isEmpty()) {
                statement.execute(altered.stream()
                        .map(key -> ForeignKeySql.alter(key, key.deferrability()))
                        .collect(Collectors.joining(";\n")));
                altered.clear();
            }
            if (lasting) {
                deferAgain(statement);
            }
        }
        return List.of();
    }

    /**
     * Lets the server check everything, and finds the rows when it says that some are bad. The savepoint is not released: with it
     * the server would forget the mode that the constraints had, and not return to it when an outer savepoint is rolled back to.
     */
    private List<Violation> enforce(Statement statement, Scope scope) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            rebuilding.addForeignKeys(statement);
        } catch (SQLException e) {
            if (!Objects.equals(e.getSQLState(), FOREIGN_KEY_VIOLATION)) {
                throw e;
            }
            connection.rollback(before);
            List<Violation> violations = violations(statement, scope, true);
            if (violations.isEmpty()) {
                violations = violations(statement, scope, false);
            }
            if (violations.isEmpty() || mayBeOlder(scope, violations)) {
                throw e;
            }
            return violations;
        }
        return new ArrayList<>();
    }

    /** Adding a key again checks rows that were there before, too; whose fault it is shows where it stays in place. */
    private boolean mayBeOlder(Scope scope, List<Violation> violations) {
        Set<TableName> emptied = catalog.sharingRows(scope.cleared()).keySet();
        return !scope.rebuilt().isEmpty()
                && violations.stream()
                        .anyMatch(violation ->
                                !emptied.contains(violation.foreignKey().table()));
    }

    /** The caller's transaction goes on, with the constraints in the mode that they are declared with. */
    private void deferAgain(Statement statement) throws SQLException {
        List<ForeignKey> deferred = catalog.enforcedKeys().stream()
                .filter(key -> key.deferrability() == ForeignKey.Deferrability.INITIALLY_DEFERRED)
                .toList();
        if (!deferred.isEmpty()) {
            statement.execute("SET CONSTRAINTS " + named(deferred) + " DEFERRED");
        }
    }

    /** Keys that are not validated may have had violations before, so they are only asked when no other is to blame. */
    private List<Violation> violations(Statement statement, Scope scope, boolean validated) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        for (ForeignKey key : touched.touching(scope)) {
            if (key.validated() != validated) {
                continue;
            }
            long rows;
            try (ResultSet row = statement.executeQuery(ForeignKeySql.countViolations(catalog, key))) {
                row.next();
                rows = row.getLong(1);
            }
            if (rows > 0) {
                violations.add(new Violation(key, rows));
            }
        }
        return violations;
    }
}

package dev.restore.dialect.h2;

import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.Scope;
import dev.restore.dialect.standard.ForeignKeys;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Switches the foreign keys of tables off, before the transaction and for every session, and on again after it. */
final class H2ForeignKeys {

    private final SqlDatabase database;
    private final List<TableName> switchedOff = new ArrayList<>();
    private final Map<ForeignKey, Long> before = new LinkedHashMap<>();

    H2ForeignKeys(SqlDatabase database) {
        this.database = database;
    }

    /** Returns whether tables refer to themselves or to each other in a circle, so that no order loads them. */
    static boolean onCircle(Scope scope) {
        List<ForeignKey> among = ForeignKeys.among(scope);
        return !ForeignKeys.circular(among).isEmpty() || among.stream().anyMatch(ForeignKey::selfReference);
    }

    private static Set<TableName> toSwitchOff(Scope scope) {
        Set<TableName> names = new LinkedHashSet<>();
        for (ForeignKey key : ForeignKeys.touching(scope)) {
            names.add(key.table());
        }
        names.retainAll(ForeignKeys.names(scope.loaded()));
        return names;
    }

    /** Switches on what is on: this needs the rights and changes nothing. */
    List<Obstacle> obstacles(Scope scope, H2Writers writers) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        for (TableName name : toSwitchOff(scope)) {
            try {
                switchTo(name, true);
            } catch (SQLException e) {
                obstacles.add(
                        H2Writers.LOCK_TIMEOUT.equals(e.getSQLState())
                                ? Obstacle.busy(
                                        name,
                                        "another session is writing to it: another restore, or a program that has not"
                                                + " committed yet",
                                        writers.remedy())
                                : new Obstacle(
                                        name,
                                        "its foreign keys form a circle and this user may not switch them off (SQLSTATE "
                                                + e.getSQLState() + ")",
                                        "connect as the owner of the schema"));
            }
        }
        return obstacles;
    }

    /** Switches off, outside of a transaction, as it commits. */
    void switchOff(Scope scope) throws SQLException {
        for (TableName name : toSwitchOff(scope)) {
            switchedOff.add(name);
            switchTo(name, false);
        }
    }

    private void switchTo(TableName table, boolean on) throws SQLException {
        database.execute(
                "ALTER TABLE " + database.quote(table) + " SET REFERENTIAL_INTEGRITY " + (on ? "TRUE" : "FALSE"));
    }

    /** Finds rows that break foreign keys. */
    @FunctionalInterface
    interface Search {
        List<Violation> violations(List<ForeignKey> keys) throws SQLException;
    }

    /** Rows that stay may have broken their keys before: they are counted, so that they are not held against the restore. */
    void rememberViolations(Scope scope, Search search) throws SQLException {
        if (switchedOff.isEmpty()) {
            return;
        }
        Set<TableName> cleared = ForeignKeys.names(scope.cleared());
        List<ForeignKey> staying = ForeignKeys.touching(scope).stream()
                .filter(key -> !cleared.contains(key.table()))
                .toList();
        for (Violation violation : search.violations(staying)) {
            before.put(violation.foreignKey(), violation.rows());
        }
    }

    /** Returns the violations that were not there before. */
    List<Violation> added(List<Violation> all) {
        List<Violation> violations = new ArrayList<>();
        for (Violation violation : all) {
            long added = violation.rows() - before.getOrDefault(violation.foreignKey(), 0L);
            if (added > 0) {
                violations.add(new Violation(violation.foreignKey(), added));
            }
        }
        return violations;
    }

    /**
     * Switches on again what was switched off, and throws the first failure after all were tried.
     *
     * @param earlier what has failed before, to be thrown
     */
    void switchOn(@Nullable SQLException earlier) throws SQLException {
        SQLException failure = earlier;
        for (TableName name : switchedOff) {
            try {
                switchTo(name, true);
            } catch (SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        switchedOff.clear();
        if (failure != null) {
            throw failure;
        }
    }
}

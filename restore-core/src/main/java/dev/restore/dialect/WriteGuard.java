package dev.restore.dialect;

import dev.restore.catalog.TableName;
import java.sql.SQLException;
import java.util.Map;

/**
 * Sees to it that a safety backup holds what the restore changes, whoever else writes. Unless overridden, the isolation of the
 * transaction is all that does.
 */
public interface WriteGuard {

    /**
     * Sees to it that nothing that others do to the rows of these tables from here on can be lost by this transaction without
     * having been seen by it: they wait, or fail, or stay untouched. Called right after {@link Dialect.Session#begin}, by a restore
     * that writes down what it will change. What is not under this session's control, such as the isolation of a transaction of the
     * caller's, may set limits to that. Does nothing unless overridden.
     *
     * @param scope what {@link Dialect.Session#begin} was called with
     */
    default void hold(Scope scope) throws SQLException {}

    /**
     * Returns how many rows of each table this session has written so far, whoever told it to: triggers, functions and rules
     * included, and what was rolled back as well. Only differences between two readings within a transaction mean anything.
     *
     * @return empty unless overridden, as where the database keeps no account
     */
    default Map<TableName, RowChanges> rowChanges() throws SQLException {
        return Map.of();
    }
}

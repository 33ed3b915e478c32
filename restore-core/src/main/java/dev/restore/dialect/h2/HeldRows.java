package dev.restore.dialect.h2;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.WriteGuard;
import dev.restore.dialect.standard.SqlDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Locks the rows that are there; that none has come when they are deleted is seen by how many are. Not by the isolation of the
 * transaction, because H2 then takes the greatest number of a column from before it.
 */
final class HeldRows implements WriteGuard {

    private final SqlDatabase database;
    private final Map<TableName, Long> held = new HashMap<>();

    HeldRows(SqlDatabase database) {
        this.database = database;
    }

    @Override
    public void hold(Scope scope) throws SQLException {
        for (Table table : scope.loaded()) {
            if (scope.cleared().contains(table)) {
                held.put(table.name(), locked(table));
            }
        }
    }

    private long locked(Table table) throws SQLException {
        long rows = 0;
        try (Statement statement = database.connection().createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT 1 FROM " + database.quote(table.name()) + " FOR UPDATE")) {
            while (row.next()) {
                rows++;
            }
        }
        return rows;
    }

    /** Deletes all rows of the tables that are emptied. */
    void clear(Scope scope) throws SQLException {
        for (Table table : scope.cleared()) {
            long deleted = database.update("DELETE FROM " + database.quote(table.name()));
            if (deleted != held.getOrDefault(table.name(), deleted)) {
                throw new SessionException(
                        "somebody added rows to table " + table.name()
                                + " while the safety backup was written; start again",
                        "40001");
            }
        }
        held.clear();
    }
}

package dev.restore.dialect.postgres.session;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.RowChanges;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.dialect.WriteGuard;
import dev.restore.dialect.postgres.catalog.CatalogQueries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Keeps writers out of tables, and knows by the server's own account what this session has written. */
final class PostgresWriteGuard implements WriteGuard {

    private final PostgresSchema schema;

    PostgresWriteGuard(PostgresSchema schema) {
        this.schema = schema;
    }

    /** Readers may go on, writers wait: a lock that TRUNCATE needs comes only with it. */
    @Override
    public void hold(Scope scope) throws SQLException {
        if (schema.settings().callersTransaction()
                && schema.connection().getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
            throw new SessionException(
                    "the caller's transaction sees the rows of an earlier moment, so that a safety backup could lack what others"
                            + " have committed since; begin it with READ COMMITTED",
                    "25001");
        }
        Set<Table> tables = new LinkedHashSet<>(scope.loaded());
        tables.addAll(scope.cleared());
        schema.locks().keepWritersOut(tables);
    }

    @Override
    public Map<TableName, RowChanges> rowChanges() throws SQLException {
        Map<TableName, RowChanges> changes = new HashMap<>();
        try (Statement statement = schema.connection().createStatement();
                ResultSet row = statement.executeQuery(CatalogQueries.ROW_CHANGES)) {
            while (row.next()) {
                changes.put(
                        new TableName(row.getString(1), row.getString(2)),
                        new RowChanges(row.getLong(3), row.getLong(4)));
            }
        }
        return changes;
    }
}

package dev.restore.dialect.postgres;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * PostgreSQL 12 and later. Rows go in by COPY, foreign keys are put off to the end of the one transaction, and an
 * advisory lock keeps two restores into the same database apart.
 */
public final class PostgresDialect implements Dialect {

    /** Creates the dialect. It has no state. */
    public PostgresDialect() {}

    @Override
    public String id() {
        return "postgresql";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("PostgreSQL");
    }

    @Override
    public Session open(Connection connection, SessionSettings settings) {
        return new PostgresSession(connection, settings);
    }
}

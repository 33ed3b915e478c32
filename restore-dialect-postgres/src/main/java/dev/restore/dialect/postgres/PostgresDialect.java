package dev.restore.dialect.postgres;

import dev.restore.dialect.StandardDialect;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** PostgreSQL. */
public final class PostgresDialect extends StandardDialect {

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
}

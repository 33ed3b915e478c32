package dev.restore.dialect.sqlite;

import dev.restore.dialect.StandardDialect;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** SQLite. */
public final class SqliteDialect extends StandardDialect {

    /** Creates the dialect. It has no state. */
    public SqliteDialect() {}

    @Override
    public String id() {
        return "sqlite";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("SQLite");
    }
}

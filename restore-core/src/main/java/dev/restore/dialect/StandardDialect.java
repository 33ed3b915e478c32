package dev.restore.dialect;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** Any JDBC database: metadata, prepared statements and standard SQL only. */
public class StandardDialect implements Dialect {

    /** Creates the dialect. It has no state. */
    public StandardDialect() {}

    @Override
    public String id() {
        return "standard";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return false;
    }

    @Override
    public Session open(Connection connection, SessionSettings settings) throws SQLException {
        throw new SQLException("no session");
    }
}

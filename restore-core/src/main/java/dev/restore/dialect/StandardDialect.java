package dev.restore.dialect;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * Any JDBC database: metadata, prepared statements and standard SQL only.
 *
 * <p>A dialect for another database extends this class and returns from {@link #open} a {@link StandardSession} in which
 * it overrides what differs.
 */
public class StandardDialect implements Dialect {

    /** Creates the dialect. It has no state. */
    public StandardDialect() {}

    @Override
    public String id() {
        return "standard";
    }

    /** Returns false: this dialect takes what no other supports. */
    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return false;
    }

    @Override
    public Session open(Connection connection, SessionSettings settings) throws SQLException {
        return new StandardSession(connection, settings);
    }
}

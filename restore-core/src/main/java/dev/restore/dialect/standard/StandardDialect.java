package dev.restore.dialect.standard;

import dev.restore.dialect.Dialect;
import dev.restore.dialect.SessionSettings;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * Any JDBC database: metadata, prepared statements and standard SQL only.
 *
 * <p>Where it takes a database because no other does, the plan says so and names the promises that do not hold, what can be tried is
 * tried before anything is changed, and every value is read again before the commit, unless the caller says otherwise.
 *
 * <p>A dialect for another database extends this class and returns from {@link #open} a {@link StandardSession} in which
 * it overrides what differs.
 */
public class StandardDialect implements Dialect {

    /** Its id. */
    public static final String ID = "standard";

    /** Creates the dialect. It has no state. */
    public StandardDialect() {}

    @Override
    public String id() {
        return ID;
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

package dev.restore.dialect;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** H2. */
public final class H2Dialect extends StandardDialect {

    /** Creates the dialect. It has no state. */
    public H2Dialect() {}

    @Override
    public String id() {
        return "h2";
    }

    @Override
    public boolean supports(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("H2");
    }
}

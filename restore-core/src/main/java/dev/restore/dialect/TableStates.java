package dev.restore.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Saves the state of tables, so that it can be put back again and again at the price of what has changed: for test suites. Unless
 * overridden nothing is saved here, and the core rewrites all tables from a backup of them.
 */
public interface TableStates {

    /**
     * Saves the state that the tables of a scope have now, as of one moment.
     *
     * @param connection in auto-commit mode; what this leaves in the database is committed
     * @return empty, unless overridden, where that cannot be done soundly with these tables or the rights of this user
     */
    default Optional<SavedState> save(Connection connection, StateScope scope) throws SQLException {
        return Optional.empty();
    }
}

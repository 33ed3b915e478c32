package dev.restore.engine.session;

import java.sql.SQLException;

/** Where runs get their connections from. Holds nothing of a single run, and is safe for use by several threads. */
public interface ConnectionSource {

    /** Takes the connection of a run, and finds out whether a transaction of the caller's is open on it. */
    BorrowedConnection borrow() throws SQLException;

    /** Takes one more connection for a run whose first one is in no transaction of the caller's. */
    default BorrowedConnection borrowAnother() throws SQLException {
        return borrow();
    }
}

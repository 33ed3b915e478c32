package dev.restore.dialect;

import java.sql.Connection;
import java.sql.SQLException;

/** The state of some tables, sequences and identities as it was saved. Used by one thread at a time. */
public interface SavedState {

    /**
     * Puts back what is not as it was saved: rows, and where sequences and identities stand. Whatever cannot be put back is said in
     * the result, and then the rows are as they were before; nothing is passed over in silence. Changes nothing else: no other table,
     * and no definition of a table.
     *
     * @param connection any connection to the same database, in auto-commit mode; what is put back is committed
     */
    StateReset reset(Connection connection) throws SQLException;

    /** Removes what is kept in the database, if it is still there. The state cannot be put back after it. */
    void remove(Connection connection) throws SQLException;
}

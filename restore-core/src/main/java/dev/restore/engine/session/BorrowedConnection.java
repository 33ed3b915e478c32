package dev.restore.engine.session;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection for one run. Dialects expect it in auto-commit mode; pools may give it in the other, and get it back so. One
 * with the caller's transaction stays as it is, and open.
 */
public final class BorrowedConnection implements AutoCloseable {

    private final HandedOut handedOut;
    private final boolean callersTransaction;
    private final boolean found;
    private final boolean autoCommit;

    private BorrowedConnection(HandedOut handedOut, boolean callersTransaction, boolean found, boolean autoCommit) {
        this.handedOut = handedOut;
        this.callersTransaction = callersTransaction;
        this.found = found;
        this.autoCommit = autoCommit;
    }

    /** Takes a connection on which the run has its own transactions. Gives it back if that is not possible. */
    static BorrowedConnection own(HandedOut handedOut) throws SQLException {
        Connection connection = handedOut.connection();
        try {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.setAutoCommit(true);
            }
            return new BorrowedConnection(handedOut, false, false, autoCommit);
        } catch (SQLException | RuntimeException e) {
            handedOut.release(e);
            throw e;
        }
    }

    /**
     * Takes a connection on which a transaction of the caller's is open.
     *
     * @param found whether the caller has not said so
     */
    static BorrowedConnection joined(HandedOut handedOut, boolean found) {
        return new BorrowedConnection(handedOut, true, found, false);
    }

    public Connection connection() {
        return handedOut.connection();
    }

    /** Returns whether the run joins the caller's transaction, and leaves commit and rollback to the caller. */
    public boolean callersTransaction() {
        return callersTransaction;
    }

    /** Returns whether the caller has not said that there is a transaction to join. */
    public boolean foundTransaction() {
        return found;
    }

    @Override
    public void close() throws SQLException {
        try (handedOut) {
            if (!callersTransaction && !autoCommit) {
                handedOut.connection().setAutoCommit(false);
            }
        }
    }
}

package dev.restore.engine.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out by a savepoint whether two connections are wrappers of one, on databases that cannot be asked which session it is: only the
 * session in which it was set can roll back to it. Both have auto-commit off. Changes no row; work that was done before is left alone.
 */
final class SameSession {

    private static final Logger LOG = LoggerFactory.getLogger(SameSession.class);

    private SameSession() {}

    /** What was found out. */
    enum Answer {
        SAME,
        OTHER,
        UNKNOWN
    }

    static Answer of(Connection first, Connection second) throws SQLException {
        if (second.getAutoCommit()) {
            return Answer.OTHER;
        }
        try {
            Savepoint start = first.setSavepoint();
            Savepoint before = first.setSavepoint();
            Savepoint mark = first.setSavepoint();
            boolean same = rollsBack(second, mark);
            first.rollback(before);
            boolean known = !rollsBack(first, mark);
            // On some databases no statement works after one that has failed, and some drivers roll back to a savepoint
            // once only.
            first.rollback(start);
            released(first, start);
            return known ? same ? Answer.SAME : Answer.OTHER : Answer.UNKNOWN;
        } catch (SQLException | UnsupportedOperationException e) {
            LOG.debug("there are no savepoints to tell sessions apart by", e);
            return Answer.UNKNOWN;
        }
    }

    private static boolean rollsBack(Connection connection, Savepoint savepoint) {
        try {
            connection.rollback(savepoint);
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.trace("the savepoint is of another session, or gone", e);
            return false;
        }
    }

    private static void released(Connection connection, Savepoint savepoint) {
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException | RuntimeException e) {
            LOG.trace("savepoints end with their transaction here", e);
        }
    }
}

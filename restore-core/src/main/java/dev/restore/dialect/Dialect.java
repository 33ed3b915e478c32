package dev.restore.dialect;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Violation;
import dev.restore.dialect.standard.StandardDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What one database does differently. Stateless and safe to share between threads.
 *
 * <p>Dialects are found by {@link java.util.ServiceLoader}; exactly one must support a database, and where none does the
 * {@link StandardDialect} takes it. A dialect for another database extends {@link StandardDialect} and overrides what
 * differs.
 */
public interface Dialect {

    /** Returns a short name in lower case, for instance {@code postgresql}, as it appears in plans and reports. */
    String id();

    /** Returns whether this dialect speaks to that database. Reads metadata only. */
    boolean supports(DatabaseMetaData database) throws SQLException;

    /**
     * Opens a session for one restore on a connection. The session may read from the database and remember the
     * connection's state; it changes nothing yet. The connection is in auto-commit mode,
     * unless it is in a transaction of the caller's.
     */
    Session open(Connection connection, SessionSettings settings) throws SQLException;

    /**
     * Returns why only one connection at a time can write, or may, as the end of a sentence; empty, unless overridden, where
     * several can load side by side.
     */
    default Optional<String> oneWriter() {
        return Optional.empty();
    }

    /**
     * Returns whether the declared type of a column is no more than a hint, so that values of other kinds are kept in it as they
     * are; false unless overridden.
     */
    default boolean typesAreHints() {
        return false;
    }

    /**
     * Returns what is equal for two connections of one session of the database, however they are wrapped, and for no others; empty,
     * unless overridden, where that is not known. Changes nothing.
     */
    default Optional<Object> session(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Returns what saves the state of tables and puts it back; nothing unless overridden. */
    default TableStates tableStates() {
        return new TableStates() {};
    }

    /** Returns what makes empty databases beside one; nothing unless overridden. */
    default Siblings siblings() {
        return new Siblings() {};
    }

    /**
     * Says what became of a transaction.
     *
     * @param connection any connection to the same database
     * @param mark what {@link Commits#mark} returned in that transaction
     */
    default TransactionFate fate(Connection connection, String mark) throws SQLException {
        return TransactionFate.UNKNOWN;
    }

    /**
     * One restore on one connection. Used by one thread at a time. The core owns commit, rollback and savepoints. What comes from
     * {@link #begin} on happens in one transaction, in the order in which the methods are declared; {@link #failures} is asked at any
     * time.
     *
     * <p>The methods without a body are what every dialect must say. Three of them return a role that groups what belongs together.
     * What follows them a dialect may say; what it does not say does no harm.
     */
    interface Session extends AutoCloseable {

        /** Reads the catalog in a fixed number of queries, however many tables there are. */
        Catalog catalog() throws SQLException;

        /** Decides how foreign keys are kept out of the way of the load. Changes nothing. */
        ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException;

        /** Returns everything that would stop the restore: missing privileges, a read-only target. Changes nothing. */
        List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException;

        /**
         * Starts the transaction, suspends the foreign keys as the measure says, and the triggers as {@link Scope#triggers()} does,
         * and drops {@link Scope#rebuilt()}. Must fail rather than start without the measures being in force.
         */
        void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException;

        /** Deletes all rows of {@link Scope#cleared()}, touching nothing else. */
        void clear(Scope scope) throws SQLException;

        /**
         * Opens a loader for one table and one set of columns, with the fastest strategy. Several may be open at once, used in turn.
         *
         * @throws java.sql.SQLFeatureNotSupportedException when the target asks for {@link LoadTarget#onConflict} and this
         *     dialect cannot do it
         */
        TableLoader loader(LoadTarget target) throws SQLException;

        /**
         * Checks every foreign key that the restore may have broken and puts the constraints back as they were. Rows
         * that broke a foreign key before the restore and were not touched by it are not a violation. Without violations it
         * also builds {@link Scope#rebuilt()} again; when the rows do not allow that it fails, and the core begins again with
         * the safe scope. After violations the core may roll back to the emptied tables, load and call this again.
         *
         * @return the violations, empty when all is well
         */
        List<Violation> resumeForeignKeys(Scope scope) throws SQLException;

        /**
         * Returns the different references of a foreign key that lead to no row, as the texts of the referring columns in
         * their order. Called after {@link #resumeForeignKeys} found violations.
         *
         * @param limit how many to return at most
         */
        List<List<String>> danglingReferences(ForeignKey foreignKey, int limit) throws SQLException;

        /** Returns what counts and reads rows. */
        TableReading reading();

        /** Returns what moves sequences and identities. */
        Numbering numbering();

        /** Returns what says whose fault a failure is. */
        Failures failures();

        /**
         * Puts the connection back as it was, whatever happened. Called after commit or rollback, and does not close the
         * connection. {@link #begin} may be called again after it: a resumable restore has many transactions.
         */
        @Override
        void close() throws SQLException;

        /**
         * Opens a loader for single rows that the fast loader refused.
         *
         * @return empty, unless overridden, where the database would treat a row no differently than with the fast loader
         */
        default Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
            return Optional.empty();
        }

        /**
         * Forgets the rows that were loaded: they were rolled back to the emptied tables, and others are loaded in their place. Called
         * before them. Does nothing unless overridden.
         */
        default void loadsAgain() {}

        /**
         * Ends the statement that is running on the connection, which then fails. The only method that is called from
         * another thread than the session's, and while that is within another method; it may be called when no statement is
         * running, and again. Must return soon and have no effect on a statement that begins after it has returned. Does
         * nothing unless overridden: the run then ends after the statement.
         */
        default void cancel() throws SQLException {}

        /** Returns which promises do not hold; all do unless overridden. */
        default Limitations limitations() {
            return new Limitations() {};
        }

        /** Returns what makes loading faster; nothing unless overridden. */
        default Acceleration acceleration() {
            return new Acceleration() {};
        }

        /** Returns what suppresses triggers; they cannot be suppressed unless overridden. */
        default TriggerSuspension triggers() {
            return new TriggerSuspension() {};
        }

        /** Returns what begins to read one moment; refused unless overridden. */
        default Snapshots snapshots() {
            return new Snapshots() {};
        }

        /** Returns what keeps the changes of others from being lost; nothing unless overridden. */
        default WriteGuard writeGuard() {
            return new WriteGuard() {};
        }

        /** Returns what rows are kept in until it is known where they go; there is nothing of the kind unless overridden. */
        default Optional<Staging> staging() throws SQLException {
            return Optional.empty();
        }

        /** Returns what belongs to a commit; nothing unless overridden. */
        default Commits commits() {
            return new Commits() {};
        }
    }
}

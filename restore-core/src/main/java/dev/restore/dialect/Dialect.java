package dev.restore.dialect;

import dev.restore.catalog.Catalog;
import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.standard.StandardDialect;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /**
     * Says what became of a transaction.
     *
     * @param connection any connection to the same database
     * @param mark what {@link Session#mark} returned in that transaction
     */
    default TransactionFate fate(Connection connection, String mark) throws SQLException {
        return TransactionFate.UNKNOWN;
    }

    /**
     * One restore on one connection. Used by one thread at a time. The core owns commit, rollback and savepoints; the
     * methods are called in the order in which they are declared, {@link #diagnose} at any time, and what comes from
     * {@link #begin} on happens in one transaction.
     */
    interface Session extends AutoCloseable {

        /** Reads the catalog in a fixed number of queries, however many tables there are. */
        Catalog catalog() throws SQLException;

        /** Decides how foreign keys are kept out of the way of the load. Changes nothing. */
        ForeignKeyMeasure foreignKeyMeasure(Scope scope) throws SQLException;

        /**
         * Decides what is dropped before the load and built again after it, because that is faster than keeping it up row by
         * row. Asked for optimistic scopes only; only definitions that can be put back exactly as they are may be named. Changes
         * nothing, and names nothing unless overridden.
         *
         * @param inserted the loaded tables whose rows are all inserted: others need their keys while they are loaded
         */
        default List<Rebuilt> rebuilt(Scope scope, Set<Table> inserted) throws SQLException {
            return List.of();
        }

        /** Returns everything that would stop the restore: missing privileges, a read-only target. Changes nothing. */
        List<Obstacle> obstacles(Scope scope, ForeignKeyMeasure measure) throws SQLException;

        /**
         * Returns which promises do not hold on this database for these tables, a sentence each, for the plan and the report. Changes
         * nothing; none unless overridden.
         */
        default List<String> shortcomings(Scope scope) throws SQLException {
            return List.of();
        }

        /**
         * Returns why the database may store values changed without an error, as the end of a sentence, so that only reading them
         * again finds it; empty, unless overridden, where it is not known to do that.
         */
        default Optional<String> clipping() throws SQLException {
            return Optional.empty();
        }

        /**
         * Returns whether a savepoint can be set within a transaction and rolled back to; true unless overridden. Without savepoints
         * the first refused row ends the run: rows cannot be set aside, and a transaction of the caller's cannot be joined.
         */
        default boolean savepoints() throws SQLException {
            return true;
        }

        /**
         * Returns for columns whose default draws from a sequence that cannot be told, a sentence each. Asked for after
         * {@link #catalog}; none unless overridden.
         */
        default List<String> numberingDoubts(List<Table> tables) {
            return List.of();
        }

        /**
         * Returns what stands in the way of {@linkplain TriggerMeasure#suppressed suppressing} the triggers and rules of the tables
         * of a scope within its transaction, so that whatever ends it leaves the state of each exactly as it was. Changes nothing.
         *
         * @return empty when they can be suppressed, as where there are none; unless overridden, that they cannot
         */
        default List<Obstacle> triggerObstacles(Scope scope) throws SQLException {
            return List.of(new Obstacle(
                    null,
                    "triggers of this database cannot be suppressed",
                    "drop them before it and create them again after it"));
        }

        /**
         * Returns how many rows of each table this session has written so far, whoever told it to: triggers, functions and rules
         * included, and what was rolled back as well. Only differences between two readings within a transaction mean anything.
         *
         * @return empty unless overridden, as where the database keeps no account
         */
        default Map<TableName, RowChanges> rowChanges() throws SQLException {
            return Map.of();
        }

        /** Counts the rows of a table, those of its partitions included, those of inheriting tables not. */
        long count(Table table) throws SQLException;

        /** Counts the rows of tables as {@link #count} does, in the order of the tables; in one statement where that pays. */
        default List<Long> counts(List<Table> tables) throws SQLException {
            List<Long> counts = new ArrayList<>();
            for (Table table : tables) {
                counts.add(count(table));
            }
            return counts;
        }

        /**
         * Returns how many rows of the referring table refer to an existing row of the referenced one, stopping at
         * {@code limit}.
         */
        long countReferring(ForeignKey foreignKey, long limit) throws SQLException;

        /**
         * Starts the transaction, suspends the foreign keys as the measure says, and the triggers as {@link Scope#triggers()} does,
         * and drops {@link Scope#rebuilt()}. Must fail rather than start without the measures being in force.
         */
        void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException;

        /**
         * Starts a transaction that only reads and in which every reading sees the database as it was at one moment, whatever
         * others write meanwhile. Within the caller's transaction it sees what that transaction sees. Called instead of
         * {@link #begin} by whoever writes a backup.
         *
         * @param tables the tables that will be read; from here on nobody empties them past this transaction or changes their
         *     columns, where the database can keep others from that
         */
        void beginSnapshot(List<Table> tables) throws SQLException;

        /**
         * Sees to it that nothing that others do to the rows of these tables from here on can be lost by this transaction without
         * having been seen by it: they wait, or fail, or stay untouched. Called right after {@link #begin}, by a restore that
         * writes down what it will change. What is not under this session's control, such as the isolation of a transaction of the
         * caller's, may set limits to that. Does nothing unless overridden.
         *
         * @param scope what {@link #begin} was called with
         */
        default void hold(Scope scope) throws SQLException {}

        /** Returns what the next insert would get, one for each numbered column. Changes nothing; none unless overridden. */
        default List<NextValue> nextValues(List<Table> tables) throws SQLException {
            return List.of();
        }

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
         * Opens a loader in place of {@link #loader(LoadTarget)} that must not find a savepoint between {@link #clear} and its
         * rows. Asked for where the first bad row ends the run, whose transaction is then of no more use; a row that the
         * database may take by another strategy begins it again with the safe scope.
         *
         * @return empty, unless overridden, where savepoints make no difference
         */
        default Optional<TableLoader> unbrokenLoader(LoadTarget target) throws SQLException {
            return Optional.empty();
        }

        /**
         * Returns what encodes rows for the loader of a target while that one is busy; empty, unless overridden. Called by the
         * reading thread after {@link #begin}, so that it must not use the connection.
         */
        default Optional<RowsEncoder> encoder(LoadTarget target) {
            return Optional.empty();
        }

        /**
         * Opens a loader for single rows that the fast loader refused.
         *
         * @return empty, unless overridden, where the database would treat a row no differently than with the fast loader
         */
        default Optional<TableLoader> loader(LoadTarget target, Fallback fallback) throws SQLException {
            return Optional.empty();
        }

        /**
         * Checks every foreign key that the restore may have broken and puts the constraints back as they were. Rows
         * that broke a foreign key before the restore and were not touched by it are no violation. Without violations it
         * also builds {@link Scope#rebuilt()} again; when the rows do not allow that it fails, and the core begins again with
         * the safe scope. After violations the core may roll back to the emptied tables, load and call this again.
         *
         * @return the violations, empty when all is well
         */
        List<Violation> resumeForeignKeys(Scope scope) throws SQLException;

        /**
         * Forgets the rows that were loaded: they were rolled back to the emptied tables, and others are loaded in their place. Called
         * before them. Does nothing unless overridden.
         */
        default void loadsAgain() {}

        /**
         * Puts the triggers that {@link #begin} has suppressed back exactly as they were. Called behind the last row and the last
         * {@link #resumeForeignKeys} of a transaction that is to be committed; of one that is rolled back, the rollback does it. Does
         * nothing unless overridden.
         */
        default void resumeTriggers() throws SQLException {}

        /**
         * Returns the different references of a foreign key that lead to no row, as the texts of the referring columns in
         * their order. Called after {@link #resumeForeignKeys} found violations.
         *
         * @param limit how many to return at most
         */
        List<List<String>> danglingReferences(ForeignKey foreignKey, int limit) throws SQLException;

        /**
         * Returns how values of a column are told from each other, for the comparison of what is in the database with what was
         * to be put there.
         */
        CellForm form(Table table, Column column) throws SQLException;

        /**
         * Reads the rows of a table, those of its partitions included, those of inheriting tables not, row by row: never are
         * all of them in memory. May be called from {@link #begin} or
         * {@link #beginSnapshot} on.
         *
         * @param columns which columns of it, at least one
         * @param inKeyOrder whether the rows come in the order of the primary key, if there is one, or in any
         */
        default TableReader reader(Table table, List<Column> columns, boolean inKeyOrder) throws SQLException {
            return reader(table, columns, inKeyOrder, null);
        }

        /**
         * Reads some rows of a table as {@link #reader(Table, List, boolean)} does.
         *
         * @param ordered whether the rows come in the order of the primary key or, where there is none, in one that follows from
         *     their values as far as the database can compare them; otherwise in any
         * @param condition the condition that a row must meet, in the database's own SQL, or null for all rows
         */
        TableReader reader(Table table, List<Column> columns, boolean ordered, @Nullable String condition)
                throws SQLException;

        /**
         * Sets the sequence or identity of a numbered column, be that forward or back, within the transaction as far as the
         * database can do that. {@link #restartIdentities} comes after it. Does nothing unless overridden.
         *
         * @param next the number that the next insert gets
         */
        default void restartIdentity(Table table, Column column, BigInteger next) throws SQLException {}

        /**
         * Moves sequences and identities behind the rows of these tables, never back, within the transaction, and reads
         * them again.
         *
         * @return what the next insert would get, one for each numbered column
         */
        List<NextValue> restartIdentities(List<Table> tables) throws SQLException;

        /** Returns what the transaction can be asked after by, right before its commit; empty when the database has no such thing. */
        default Optional<String> mark() throws SQLException {
            return Optional.empty();
        }

        /**
         * Makes the commit last, where the database would write it to its file some time later. Called right after the
         * commit, before anybody hears of it; does nothing unless overridden.
         *
         * @return why it may not last yet although nothing has failed, which makes a warning; empty when it lasts
         * @throws SQLException when the database could not write it, so that nobody knows what is in its file: the run fails
         */
        default Optional<String> committed() throws SQLException {
            return Optional.empty();
        }

        /**
         * Returns what the database says of a failure, on one line and without values of rows: neither of the row at hand nor of
         * others. Names of tables, columns and constraints stay. May be called after {@link #close}. Never throws.
         *
         * @param failure what the driver threw, never one of this library's own exceptions
         * @param redaction knows the names of the database; unless overridden {@link MessageRedaction#any} is the answer, and
         *     {@link MessageRedaction#RAISED} of what a trigger or function has raised (SQLSTATE of class 45)
         */
        default String message(SQLException failure, MessageRedaction redaction) {
            String state = failure.getSQLState();
            return state != null && state.startsWith("45")
                    ? MessageRedaction.RAISED
                    : redaction.any(String.valueOf(failure.getMessage()));
        }

        /**
         * Returns whether a failure means that somebody else holds what the statement needs, so that it may succeed later. Asked where
         * neither SQLSTATE nor the type of the exception say so; false unless overridden. Never throws.
         */
        default boolean busy(SQLException failure) {
            return false;
        }

        /** Says whose fault a failure is. Never throws. */
        Failure diagnose(SQLException failure);

        /**
         * Ends the statement that is running on the connection, which then fails. The only method that is called from
         * another thread than the session's, and while that is within another method; it may be called when no statement is
         * running, and again. Must return soon and have no effect on a statement that begins after it has returned. Does
         * nothing unless overridden: the run then ends after the statement.
         */
        default void cancel() throws SQLException {}

        /**
         * Puts the connection back as it was, whatever happened. Called after commit or rollback, and does not close the
         * connection. {@link #begin} may be called again after it: a resumable restore has many transactions.
         */
        @Override
        void close() throws SQLException;
    }

    /**
     * What the next insert into a table would get.
     *
     * @param table the table
     * @param column its numbered column
     * @param next the next number
     * @param safe whether {@code next} is free: beyond every row, in the direction of the sequence
     * @param exhausted whether there is no number left, or almost none (fewer than 100)
     * @param doubt why it is not certain that {@code next} is free, the rest of a sentence; null where that is known
     */
    record NextValue(
            Table table,
            Column column,
            BigInteger next,
            boolean safe,
            boolean exhausted,
            @Nullable String doubt) {

        /** Creates one without doubts. */
        public NextValue(Table table, Column column, BigInteger next, boolean safe, boolean exhausted) {
            this(table, column, next, safe, exhausted, null);
        }
    }
}

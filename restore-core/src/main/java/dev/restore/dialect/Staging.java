package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tables that only this session sees and that vanish with its transaction, and rows that move from them into others by joins. A role
 * that a dialect may have; used by the thread of its session, from {@link Dialect.Session#begin} on.
 *
 * <p>What is joined is written in standard SQL by the core, which knows nothing of the database but how names are quoted.
 */
public interface Staging {

    /**
     * A column of such a table, which takes nulls.
     *
     * @param name its name
     * @param table the table whose column it is like; null for a whole number of 64 bits
     * @param column the column that it is like, null for a whole number of 64 bits
     * @param row whether it is the number of the row, which no other row is to have; of several that have it all the same one is enough
     */
    record Draft(
            String name, @Nullable Table table, @Nullable Column column, boolean row) {
        public Draft {
            Objects.requireNonNull(name, "name");
        }

        /** Returns a column of whole numbers. */
        public static Draft number(String name) {
            return new Draft(name, null, null, false);
        }

        /** Returns the column with the number of the row. */
        public static Draft row(String name) {
            return new Draft(name, null, null, true);
        }

        /** Returns a column with the type of another one. */
        public static Draft like(String name, Table table, Column column) {
            return new Draft(name, table, column, false);
        }
    }

    /**
     * Changes rows of a table, those that differ.
     *
     * @param target the table
     * @param key the columns by which its rows are found
     * @param changed the columns that get values, at least one
     * @param query yields the columns {@code k0, k1, ...} of the key and {@code v0, v1, ...} with the values; a row of the table is found once
     */
    record Change(Table target, List<Column> key, List<Column> changed, String query) {
        public Change {
            Objects.requireNonNull(target, "target");
            key = List.copyOf(key);
            changed = List.copyOf(changed);
            Objects.requireNonNull(query, "query");
        }
    }

    /**
     * Creates an empty table without constraints, into which {@link Dialect.Session#loader(LoadTarget)} loads as into any other. It
     * commits nothing, and vanishes at the end of the transaction at the latest.
     *
     * @param name a name that this transaction has not used yet
     * @param lookups the columns by which its rows will be looked up, for each kind of look-up
     * @return the table with its full name
     */
    Table create(String name, List<Draft> columns, List<List<String>> lookups) throws SQLException;

    /** Says that all rows of such a table are in, and that it is joined from here on. */
    void filled(Table table) throws SQLException;

    /** Returns an identifier in quotes. */
    String quote(String identifier);

    /** Returns a table's name in quotes, for an INSERT. */
    String quote(TableName name);

    /** Returns a table's name in quotes as a FROM needs it to have the rows of this table and no others. */
    default String from(Table table) {
        return quote(table.name());
    }

    /** Runs a statement that changes rows, and returns how many. */
    long update(String sql) throws SQLException;

    /** Changes rows and returns how many did. */
    long change(Change change) throws SQLException;

    /** Returns how many rows of the table differ from what a change would make of them. */
    long differing(Change change) throws SQLException;

    /**
     * Inserts the rows of a query and returns how many.
     *
     * @param columns the columns that the query yields, in its order; numbers that only the database sets are taken as they are
     */
    long insert(Table target, List<Column> columns, String query) throws SQLException;

    /** Takes a row of a query. */
    @FunctionalInterface
    interface RowConsumer {
        /** Takes the values of the row as texts. */
        void accept(List<@Nullable String> row) throws SQLException;
    }

    /**
     * Hands the rows of a query over one by one, never holding all of them.
     *
     * @param columns how many columns they have
     */
    void each(String query, int columns, RowConsumer consumer) throws SQLException;

    /** Runs a query for one number; 0 where it yields null. */
    long number(String query) throws SQLException;

    /**
     * Returns the rows of a query as texts.
     *
     * @param columns how many columns they have
     * @param limit how many rows at most
     */
    List<List<@Nullable String>> texts(String query, int columns, int limit) throws SQLException;
}

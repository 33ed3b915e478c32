package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.ForeignKey;
import dev.restore.catalog.Table;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts and reads the rows of tables. A role that every dialect has; used by the thread of its session. */
public interface TableReading {

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
     * Reads the rows of a table, those of its partitions included, those of inheriting tables not, row by row: never are
     * all of them in memory. May be called from {@link Dialect.Session#begin} or {@link Snapshots#begin} on.
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
     * Reads the rows of a table as {@link #reader(Table, List, boolean, String)} does, each with columns of rows that its foreign keys
     * lead to: by a join in the database, no row-by-row looking up. Refused unless overridden.
     *
     * @param reached what is read after the columns; null in a row that has no reference there, or one that leads nowhere
     */
    default TableReader reader(
            Table table, List<Column> columns, List<ReachedColumn> reached, boolean ordered, @Nullable String condition)
            throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "the dialect of this database cannot read rows together with those that they refer to");
    }

    /**
     * Returns whether several rows of a table have the same values, none of which is null. Refused unless overridden.
     *
     * @param values columns of the table and of rows that its foreign keys lead to, at least one
     */
    default boolean repeats(Table table, List<ReachedColumn> values) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "the dialect of this database cannot compare rows by those that they refer to");
    }

    /**
     * Returns the only texts that a column takes, in their order, where its type lists them; empty, unless overridden, where it does
     * not.
     */
    default List<String> labels(Table table, Column column) throws SQLException {
        return List.of();
    }

    /**
     * Returns how values of a column are told from each other, for the comparison of what is in the database with what was
     * to be put there.
     */
    CellForm form(Table table, Column column) throws SQLException;
}

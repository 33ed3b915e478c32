package dev.restore.dialect;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;

/**
 * Sequences and identities: what draws the next number of a column. A role that every dialect has; used by the thread of its session.
 */
@FunctionalInterface
public interface Numbering {

    /**
     * Moves sequences and identities past the rows of these tables, never back, within the transaction, and reads
     * them again. Called when all rows are in.
     *
     * @return what the next insert would get, one for each numbered column
     */
    List<NextValue> moveBehindRows(List<Table> tables) throws SQLException;

    /** Returns what the next insert would get, one for each numbered column. Changes nothing; none unless overridden. */
    default List<NextValue> next(List<Table> tables) throws SQLException {
        return List.of();
    }

    /**
     * Sets the sequence or identity of a numbered column, be that forward or back, within the transaction as far as the
     * database can do that. {@link #moveBehindRows} comes after it. Does nothing unless overridden.
     *
     * @param next the number that the next insert gets
     */
    default void restart(Table table, Column column, BigInteger next) throws SQLException {}

    /**
     * Returns for columns whose default draws from a sequence that cannot be told, a sentence each. Asked for after
     * {@link Dialect.Session#catalog}, and asks nobody; none unless overridden.
     */
    default List<String> doubts(List<Table> tables) {
        return List.of();
    }
}

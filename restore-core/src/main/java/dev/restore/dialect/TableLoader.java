package dev.restore.dialect;

import java.sql.SQLException;

/** Puts rows of a batch into one table with the fastest strategy. Used by one thread. */
public interface TableLoader extends AutoCloseable {

    /**
     * Loads the rows from {@code from} (inclusive) to {@code to} (exclusive). When it throws, the caller rolls back to a
     * savepoint and may call again with other rows; the loader must be usable then. Must not keep a reference to
     * {@code rows}, which is reused.
     *
     * @return what became of the rows, as the database counted them; fewer than given when a trigger or rule swallowed some
     * @throws ValueException when a value cannot be stored exactly; nothing of this call needs to have been sent
     * @throws SQLException as the database gave it
     */
    Loaded load(Rows rows, int from, int to) throws SQLException;

    /** Returns in a few words how the rows are put in, for the report. */
    default String strategy() {
        return "batches of inserts";
    }

    /** Releases what the loader holds. It sends nothing more. */
    @Override
    void close() throws SQLException;
}

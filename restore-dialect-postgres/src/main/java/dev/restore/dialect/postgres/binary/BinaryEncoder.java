package dev.restore.dialect.postgres.binary;

import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.sql.SQLException;

/** Writes cells of one column as PostgreSQL's receive functions read them. Never gets a null. Used by one thread. */
public interface BinaryEncoder {

    /**
     * Appends one cell, its length first.
     *
     * @return whether it was appended; false when only the text format can tell what the cell means, or refuse it. What was
     *     appended until then is of no use.
     * @throws ValueException when it cannot be stored exactly, with the same words as in the text format
     */
    boolean encode(BinaryBuffer out, Rows rows, int row, int column) throws SQLException;
}

package dev.restore.dialect.postgres.text;

import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.sql.SQLException;

/** Writes cells of one column as text that reads back equal. Never gets a null. Used by one thread. */
public interface CellEncoder {

    /**
     * Writes one cell.
     *
     * @throws ValueException when it cannot be stored exactly
     * @throws SQLException when sending fails
     */
    void encode(TextSink sink, Rows rows, int row, int column) throws SQLException;
}

package dev.restore.dialect.postgres.read;

import dev.restore.dialect.ReadRows;
import java.sql.SQLException;

/** Turns the text that PostgreSQL shows for a value of one type into a cell. */
@FunctionalInterface
public interface CellDecoder {

    /** Adds the cell; {@code to} is exclusive. */
    void decode(byte[] text, int from, int to, ReadRows rows) throws SQLException;
}

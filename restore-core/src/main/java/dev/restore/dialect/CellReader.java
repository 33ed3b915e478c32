package dev.restore.dialect;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes one column out of a result, in the form that {@link TableReader} describes. */
@FunctionalInterface
public interface CellReader {

    /**
     * Adds the cell of the current row to the rows that are being read.
     *
     * @param position the column's number in the result, from 1
     */
    void read(ResultSet row, int position, ReadRows rows) throws SQLException;
}

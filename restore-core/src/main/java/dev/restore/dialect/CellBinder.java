package dev.restore.dialect;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Gives one cell to a prepared statement in the form that its column takes exactly. Used by one thread. */
@FunctionalInterface
public interface CellBinder {

    /**
     * Binds a cell that is not null.
     *
     * @param parameter the parameter's number, from 1
     * @throws ValueException when the column would not keep the value exactly
     */
    void bind(PreparedStatement statement, int parameter, Rows rows, int row, int column) throws SQLException;
}

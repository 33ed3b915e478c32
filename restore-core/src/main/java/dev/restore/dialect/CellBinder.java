package dev.restore.dialect;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

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

    /** Returns the type of a null of the column, out of {@link Types}; {@link Types#NULL} unless overridden. */
    default int nullType() {
        return Types.NULL;
    }

    /** Returns the same binder for a column whose nulls need a type, as some drivers want it. */
    default CellBinder withNullType(int type) {
        CellBinder binder = this;
        return new CellBinder() {
            @Override
            public void bind(PreparedStatement statement, int parameter, Rows rows, int row, int column)
                    throws SQLException {
                binder.bind(statement, parameter, rows, row, column);
            }

            @Override
            public int nullType() {
                return type;
            }
        };
    }
}

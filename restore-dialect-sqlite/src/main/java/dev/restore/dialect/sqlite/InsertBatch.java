package dev.restore.dialect.sqlite;

import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Rows;
import dev.restore.dialect.value.Cells;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Rows that wait to be sent by one prepared INSERT, of one row or several. */
final class InsertBatch implements AutoCloseable {

    private static final int MAX_ROWS = 500;
    private static final int MAX_BYTES = 1 << 20;
    private static final String NULL_IN_KEY = "22004";

    private final PreparedStatement statement;
    private final CellBinder[] binders;
    private final boolean[] key;
    private final Runnable emptied;
    private final int rowsEach;
    private int rows;
    private long bytes;

    /**
     * Creates an empty batch.
     *
     * @param key which columns are part of a primary key whose nulls SQLite would replace or refuse
     * @param emptied is run when nothing waits any more, sent or forgotten
     * @param rowsEach how many rows the statement inserts
     */
    InsertBatch(PreparedStatement statement, CellBinder[] binders, boolean[] key, Runnable emptied, int rowsEach) {
        this.statement = statement;
        this.binders = binders;
        this.key = key;
        this.emptied = emptied;
        this.rowsEach = rowsEach;
    }

    int rowsEach() {
        return rowsEach;
    }

    PreparedStatement statement() {
        return statement;
    }

    /** Adds as many rows as the statement inserts, and returns how many were stored if the batch had to be sent for that. */
    long add(Rows rows, int first) throws SQLException {
        for (int i = 0; i < rowsEach; i++) {
            bytes += bind(rows, first + i, i * binders.length);
        }
        statement.addBatch();
        this.rows += rowsEach;
        return this.rows + rowsEach > MAX_ROWS || bytes >= MAX_BYTES ? send() : 0;
    }

    /** Binds one row to the parameters after so many, and returns how many bytes its cells have. */
    long bind(Rows rows, int row, int before) throws SQLException {
        long bound = 0;
        for (int column = 0; column < binders.length; column++) {
            int parameter = before + column + 1;
            if (Cells.isNull(rows, row, column)) {
                if (key[column]) {
                    throw Cells.refuse(rows, row, column, "cannot be part of a primary key", NULL_IN_KEY);
                }
                statement.setNull(parameter, Types.NULL);
            } else {
                binders[column].bind(statement, parameter, rows, row, column);
                bound += rows.end(row, column) - rows.start(row, column);
            }
        }
        return bound;
    }

    /** Sends what waits and returns how many rows were stored. */
    long send() throws SQLException {
        if (rows == 0) {
            return 0;
        }
        long stored = 0;
        for (int count : statement.executeBatch()) {
            stored += count;
        }
        empty();
        return stored;
    }

    /** Forgets what waits, after a failure. */
    void forget() throws SQLException {
        statement.clearBatch();
        empty();
    }

    private void empty() {
        rows = 0;
        bytes = 0;
        emptied.run();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

package dev.restore.dialect.standard;

import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.value.Cells;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads rows through one prepared INSERT of many rows, and what is left over one by one. Where such a statement fails its rows
 * are tried again alone, so that the bad one is known.
 */
public final class ManyRowsLoader implements TableLoader {

    private final Connection connection;
    private final String insertMany;
    private final PreparedStatement one;
    private final CellBinder[] binders;
    private final RunningStatement running;
    private final int rowsAtOnce;
    private @Nullable PreparedStatement many;

    /**
     * Creates a loader.
     *
     * @param insert inserts one row
     * @param row what follows for each further one
     * @param rowsAtOnce how many rows go into one statement, at least two
     */
    public ManyRowsLoader(
            Connection connection,
            String insert,
            String row,
            List<CellBinder> binders,
            RunningStatement running,
            int rowsAtOnce)
            throws SQLException {
        this.binders = binders.toArray(CellBinder[]::new);
        this.running = running;
        this.rowsAtOnce = rowsAtOnce;
        this.connection = connection;
        this.insertMany = insert + row.repeat(rowsAtOnce - 1);
        this.one = connection.prepareStatement(insert);
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        int row = from;
        for (; to - row >= rowsAtOnce; row += rowsAtOnce) {
            stored += together(rows, from, row);
        }
        return Loaded.inserted(stored + alone(rows, from, row, to));
    }

    private long together(Rows rows, int from, int first) throws SQLException {
        PreparedStatement statement = many();
        for (int i = 0; i < rowsAtOnce; i++) {
            bind(statement, i * binders.length, rows, first + i);
        }
        try {
            return execute(statement);
        } catch (SQLException e) {
            if (!isFaultOfRow(e)) {
                throw e;
            }
            return alone(rows, from, first, first + rowsAtOnce);
        }
    }

    /** Prepared when first used: a few rows do not need it. */
    private PreparedStatement many() throws SQLException {
        PreparedStatement statement = many;
        if (statement == null) {
            statement = connection.prepareStatement(insertMany);
            many = statement;
        }
        return statement;
    }

    private static boolean isFaultOfRow(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private long alone(Rows rows, int from, int first, int to) throws SQLException {
        long stored = 0;
        for (int row = first; row < to; row++) {
            bind(one, 0, rows, row);
            try {
                stored += execute(one);
            } catch (SQLException e) {
                throw new RowException(row - from, e);
            }
        }
        return stored;
    }

    private long execute(PreparedStatement statement) throws SQLException {
        running.begins(statement);
        try {
            return statement.executeUpdate();
        } finally {
            running.ended();
        }
    }

    private void bind(PreparedStatement statement, int before, Rows rows, int row) throws SQLException {
        for (int column = 0; column < binders.length; column++) {
            int parameter = before + column + 1;
            if (Cells.isNull(rows, row, column)) {
                statement.setNull(parameter, binders[column].nullType());
            } else {
                binders[column].bind(statement, parameter, rows, row, column);
            }
        }
    }

    @Override
    public String strategy() {
        return "inserts of " + rowsAtOnce + " rows";
    }

    @Override
    public void close() throws SQLException {
        try {
            if (many != null) {
                many.close();
            }
        } finally {
            one.close();
        }
    }
}

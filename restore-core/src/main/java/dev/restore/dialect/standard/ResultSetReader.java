package dev.restore.dialect.standard;

import dev.restore.dialect.CellReader;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.ValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a table row by row through a result set. */
final class ResultSetReader implements TableReader {

    /** The class of the standard for what is wrong with a value. */
    private static final String DATA = "22";

    private final Statement statement;
    private final ResultSet result;
    private final CellReader[] readers;
    private final ReadRows rows;
    private final RunningStatement running;

    ResultSetReader(Statement statement, ResultSet result, List<CellReader> readers, RunningStatement running) {
        this.statement = statement;
        this.result = result;
        this.readers = readers.toArray(CellReader[]::new);
        this.rows = new ReadRows(this.readers.length);
        this.running = running;
    }

    @Override
    public @Nullable Rows next() throws SQLException {
        rows.clear();
        running.begins(statement);
        try {
            while (!rows.full() && result.next()) {
                for (int i = 0; i < readers.length; i++) {
                    read(i);
                }
            }
        } finally {
            running.ended();
        }
        return rows.size() == 0 ? null : rows;
    }

    /** Reads a cell; what the driver cannot give is a fault of the value, and says of which. */
    private void read(int column) throws SQLException {
        try {
            readers[column].read(result, column + 1, rows);
        } catch (ValueException e) {
            throw e;
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith(DATA)) {
                throw e;
            }
            throw unreadable(column, e);
        } catch (RuntimeException e) {
            throw unreadable(column, e);
        }
    }

    private ValueException unreadable(int column, Exception cause) {
        ValueException failure =
                new ValueException(rows.size(), column, "holds a value that the driver does not give", DATA + "018");
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

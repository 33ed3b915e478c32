package dev.restore.dialect.standard;

import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.value.Cells;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Loads rows through batches of one prepared INSERT. A driver keeps at most about 1 MiB of values. */
public final class BatchLoader implements TableLoader {

    private static final int MAX_BYTES = 1 << 20;

    private final PreparedStatement statement;
    private final CellBinder[] binders;
    private final RunningStatement running;
    private final int mostRows;

    /**
     * Creates a loader.
     *
     * @param insert inserts one row
     * @param mostRows the most rows that the driver gets at once
     */
    public BatchLoader(
            Connection connection, String insert, List<CellBinder> binders, RunningStatement running, int mostRows)
            throws SQLException {
        this.statement = connection.prepareStatement(insert);
        this.binders = binders.toArray(CellBinder[]::new);
        this.running = running;
        this.mostRows = mostRows;
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        int first = from;
        long bytes = 0;
        try {
            for (int row = from; row < to; row++) {
                bytes += bind(rows, row);
                statement.addBatch();
                if (row + 1 == to || row + 1 - first == mostRows || bytes >= MAX_BYTES) {
                    stored += execute(first - from, row + 1 - first);
                    first = row + 1;
                    bytes = 0;
                }
            }
            return Loaded.inserted(stored);
        } catch (SQLException e) {
            discard(e);
            throw e;
        }
    }

    private long bind(Rows rows, int row) throws SQLException {
        long bytes = 0;
        for (int column = 0; column < binders.length; column++) {
            if (Cells.isNull(rows, row, column)) {
                statement.setNull(column + 1, binders[column].nullType());
            } else {
                binders[column].bind(statement, column + 1, rows, row, column);
                bytes += rows.end(row, column) - rows.start(row, column);
            }
        }
        return bytes;
    }

    private long execute(int offset, int sent) throws SQLException {
        int[] counts;
        running.begins(statement);
        try {
            counts = statement.executeBatch();
        } catch (BatchUpdateException e) {
            int failed = failedRow(e.getUpdateCounts(), sent);
            if (failed < 0) {
                throw e;
            }
            throw new RowException(offset + failed, e);
        } catch (SQLException e) {
            if (sent == 1) {
                throw new RowException(offset, e);
            }
            throw e;
        } finally {
            running.ended();
        }
        long stored = 0;
        for (int count : counts) {
            stored += count == Statement.SUCCESS_NO_INFO ? 1 : count;
        }
        return stored;
    }

    /** Returns the first row that failed, or -1 when the driver does not say: some mark all rows of a failed batch. */
    private static int failedRow(int[] counts, int sent) {
        if (sent == 1) {
            return 0;
        }
        if (counts.length < sent) {
            return counts.length;
        }
        int first = -1;
        boolean othersPassed = false;
        for (int i = 0; i < sent; i++) {
            if (counts[i] != Statement.EXECUTE_FAILED) {
                othersPassed = true;
            } else if (first < 0) {
                first = i;
            }
        }
        return othersPassed ? first : -1;
    }

    private void discard(SQLException failure) {
        try {
            statement.clearBatch();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

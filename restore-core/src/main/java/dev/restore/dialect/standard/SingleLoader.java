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

/** Loads rows by an INSERT each, outside of any batch: what some drivers make of a batch is another statement. */
public final class SingleLoader implements TableLoader {

    private final PreparedStatement statement;
    private final List<CellBinder> binders;
    private final RunningStatement running;

    /** Creates a loader whose statements are cancelled by other means. */
    public SingleLoader(Connection connection, String insert, List<CellBinder> binders) throws SQLException {
        this(connection, insert, binders, new RunningStatement(false));
    }

    /**
     * Creates a loader.
     *
     * @param insert inserts one row
     * @param binders how the cells of each column are given to it
     * @param running is told of the statement that is waited for
     */
    public SingleLoader(Connection connection, String insert, List<CellBinder> binders, RunningStatement running)
            throws SQLException {
        this.statement = connection.prepareStatement(insert);
        this.binders = List.copyOf(binders);
        this.running = running;
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        for (int row = from; row < to; row++) {
            for (int column = 0; column < binders.size(); column++) {
                if (Cells.isNull(rows, row, column)) {
                    statement.setNull(column + 1, binders.get(column).nullType());
                } else {
                    binders.get(column).bind(statement, column + 1, rows, row, column);
                }
            }
            running.begins(statement);
            try {
                stored += statement.executeUpdate();
            } catch (SQLException e) {
                throw new RowException(row - from, e);
            } finally {
                running.ended();
            }
        }
        return Loaded.inserted(stored);
    }

    @Override
    public String strategy() {
        return "single inserts";
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

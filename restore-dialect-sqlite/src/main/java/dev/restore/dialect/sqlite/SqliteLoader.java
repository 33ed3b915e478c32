package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Cells;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Loads rows through one prepared INSERT, in batches, because a batch is several times as fast as single statements. The
 * driver does not say which row of a batch failed, so that after a failure rows go one by one for a while. They always do
 * where triggers may swallow rows: only RETURNING tells then whether a row was stored.
 */
final class SqliteLoader implements TableLoader {

    private static final int MOST_ROWS = 500;
    private static final int MOST_BYTES = 1 << 20;
    private static final String NULL_IN_KEY = "22004";

    private final PreparedStatement statement;
    private final CellBinder[] binders;
    private final boolean[] key;
    private final boolean returning;
    private long carefulRows;

    SqliteLoader(Connection connection, String insert, LoadTarget target, boolean strict) throws SQLException {
        Table table = target.table();
        this.returning = table.triggers().stream().anyMatch(trigger -> trigger.onInsert());
        this.statement = connection.prepareStatement(returning ? insert + " RETURNING 1" : insert);
        List<Column> columns = target.columns();
        List<String> primary = table.primaryKey().map(Key::columns).orElse(List.of());
        this.binders = new CellBinder[columns.size()];
        this.key = new boolean[columns.size()];
        for (int i = 0; i < binders.length; i++) {
            binders[i] = SqliteBinders.of(columns.get(i), strict);
            key[i] = primary.contains(columns.get(i).name());
        }
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        if (returning || carefulRows > 0) {
            carefulRows = Math.max(0, carefulRows - (to - from));
            return Loaded.inserted(oneByOne(rows, from, to));
        }
        try {
            return Loaded.inserted(batched(rows, from, to));
        } catch (SQLException e) {
            carefulRows = 2L * (to - from);
            try {
                statement.clearBatch();
            } catch (SQLException clearing) {
                e.addSuppressed(clearing);
            }
            throw e;
        }
    }

    private long batched(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        int pending = 0;
        long bytes = 0;
        for (int row = from; row < to; row++) {
            bytes += bind(rows, row);
            statement.addBatch();
            pending++;
            if (row + 1 == to || pending == MOST_ROWS || bytes >= MOST_BYTES) {
                for (int count : statement.executeBatch()) {
                    stored += count;
                }
                pending = 0;
                bytes = 0;
            }
        }
        return stored;
    }

    private long oneByOne(Rows rows, int from, int to) throws SQLException {
        long stored = 0;
        for (int row = from; row < to; row++) {
            bind(rows, row);
            try {
                stored += insert();
            } catch (SQLException e) {
                throw new RowException(row - from, e);
            }
        }
        return stored;
    }

    private long insert() throws SQLException {
        if (!returning) {
            return statement.executeUpdate();
        }
        long stored = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                stored++;
            }
        }
        return stored;
    }

    private long bind(Rows rows, int row) throws SQLException {
        long bytes = 0;
        for (int column = 0; column < binders.length; column++) {
            if (Cells.isNull(rows, row, column)) {
                if (key[column]) {
                    throw Cells.refuse(rows, row, column, "cannot be part of a primary key", NULL_IN_KEY);
                }
                statement.setNull(column + 1, Types.NULL);
            } else {
                binders[column].bind(statement, column + 1, rows, row, column);
                bytes += rows.end(row, column) - rows.start(row, column);
            }
        }
        return bytes;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

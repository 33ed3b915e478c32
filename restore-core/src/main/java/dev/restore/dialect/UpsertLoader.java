package dev.restore.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads rows one by one where a taken key is no error: a row that is there is looked up by exactly that key, so that no other
 * error can hide behind it, and nothing is replaced or deleted.
 */
final class UpsertLoader implements TableLoader {

    private final TableLoader inserter;
    private final PreparedStatement find;
    private final @Nullable PreparedStatement change;
    private final List<CellBinder> binders;
    private final int[] key;
    private final int[] changed;
    private final RunningStatement running;

    /**
     * Creates a loader, which closes what it is given.
     *
     * @param inserter loads a row that is new
     * @param find returns a row where there is one with the key
     * @param change takes the changed cells, the key, and the changed cells once more to compare; null where rows that are there
     *     stay as they are
     * @param key the cells of the key
     * @param changed the cells to change
     */
    UpsertLoader(
            TableLoader inserter,
            PreparedStatement find,
            @Nullable PreparedStatement change,
            List<CellBinder> binders,
            int[] key,
            int[] changed,
            RunningStatement running) {
        this.inserter = inserter;
        this.find = find;
        this.change = change;
        this.binders = List.copyOf(binders);
        this.key = key.clone();
        this.changed = changed.clone();
        this.running = running;
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long inserted = 0;
        long updated = 0;
        long unchanged = 0;
        for (int row = from; row < to; row++) {
            try {
                if (hasWholeKey(rows, row) && isThere(rows, row)) {
                    long changes = change == null ? 0 : update(change, rows, row);
                    updated += changes;
                    unchanged += 1 - changes;
                } else {
                    inserted += inserter.load(rows, row, row + 1).inserted();
                }
            } catch (ValueException e) {
                throw e;
            } catch (SQLException e) {
                throw new RowException(row - from, e instanceof RowException alone ? alone.failure() : e);
            }
        }
        return new Loaded(inserted, updated, unchanged);
    }

    private boolean hasWholeKey(Rows rows, int row) {
        for (int cell : key) {
            if (Cells.isNull(rows, row, cell)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(Rows rows, int row) throws SQLException {
        bind(find, 1, key, rows, row);
        running.begins(find);
        try (ResultSet found = find.executeQuery()) {
            return found.next();
        } finally {
            running.ended();
        }
    }

    private long update(PreparedStatement statement, Rows rows, int row) throws SQLException {
        int next = bind(statement, 1, changed, rows, row);
        next = bind(statement, next, key, rows, row);
        bind(statement, next, changed, rows, row);
        running.begins(statement);
        try {
            return statement.executeUpdate();
        } finally {
            running.ended();
        }
    }

    private int bind(PreparedStatement statement, int first, int[] cells, Rows rows, int row) throws SQLException {
        int parameter = first;
        for (int cell : cells) {
            if (Cells.isNull(rows, row, cell)) {
                statement.setNull(parameter, Types.NULL);
            } else {
                binders.get(cell).bind(statement, parameter, rows, row, cell);
            }
            parameter++;
        }
        return parameter;
    }

    @Override
    public String road() {
        return change == null ? "inserts of rows that are new" : "inserts and updates, row by row";
    }

    @Override
    public void close() throws SQLException {
        try {
            find.close();
            if (change != null) {
                change.close();
            }
        } finally {
            inserter.close();
        }
    }
}

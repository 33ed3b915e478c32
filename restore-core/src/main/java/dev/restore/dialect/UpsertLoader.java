package dev.restore.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
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
    private final int[] followed;
    private final List<CellReader> readers;
    private final RunningStatement running;

    /**
     * Creates a loader, which closes what it is given.
     *
     * @param inserter loads a row that is new
     * @param find takes the followed cells and the key, and returns a row where there is one with the key: where cells are followed,
     *     whether (1) or not (0) it holds something else in one of them, and what it holds
     * @param change takes the changed cells, the key, and the changed cells once more to compare; null where rows that are there
     *     stay as they are
     * @param key the cells of the key
     * @param changed the cells to change
     * @param followed the cells that are followed
     * @param readers take the followed columns out of the result
     */
    UpsertLoader(
            TableLoader inserter,
            PreparedStatement find,
            @Nullable PreparedStatement change,
            List<CellBinder> binders,
            int[] key,
            int[] changed,
            int[] followed,
            List<CellReader> readers,
            RunningStatement running) {
        this.inserter = inserter;
        this.find = find;
        this.change = change;
        this.binders = List.copyOf(binders);
        this.key = key.clone();
        this.changed = changed.clone();
        this.followed = followed.clone();
        this.readers = List.copyOf(readers);
        this.running = running;
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        long inserted = 0;
        long updated = 0;
        long unchanged = 0;
        Met met = followed.length == 0 ? null : new Met(followed.length);
        for (int row = from; row < to; row++) {
            try {
                if (hasWholeKey(rows, row) && isThere(rows, row, row - from, met)) {
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
        return new Loaded(inserted, updated, unchanged, met == null ? null : met.others());
    }

    /** Rows that are there under other keys. */
    private static final class Met {

        final List<Integer> rows = new ArrayList<>();
        final ReadRows keys;

        Met(int columns) {
            keys = new ReadRows(columns);
        }

        @Nullable
        OtherKeys others() {
            return rows.isEmpty() ? null : new OtherKeys(rows, keys);
        }
    }

    private boolean hasWholeKey(Rows rows, int row) {
        for (int cell : key) {
            if (Cells.isNull(rows, row, cell)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(Rows rows, int row, int place, @Nullable Met met) throws SQLException {
        int next = bind(find, 1, followed, rows, row);
        bind(find, next, key, rows, row);
        running.begins(find);
        try (ResultSet found = find.executeQuery()) {
            if (!found.next()) {
                return false;
            }
            if (met != null && found.getInt(1) == 1) {
                met.rows.add(place);
                for (int i = 0; i < readers.size(); i++) {
                    readers.get(i).read(found, i + 2, met.keys);
                }
            }
            return true;
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

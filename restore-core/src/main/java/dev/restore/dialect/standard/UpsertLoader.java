package dev.restore.dialect.standard;

import dev.restore.dialect.CellBinder;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.CellReader;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads rows one by one where a taken key is not an error: a row that is there is looked up by exactly that key, so that no other
 * error can hide behind it, and nothing is replaced or deleted.
 */
final class UpsertLoader implements TableLoader {

    private final TableLoader inserter;
    private final PreparedStatement find;
    private final @Nullable PreparedStatement change;
    private final List<CellBinder> binders;
    private final int[] key;
    private final int[] changed;
    private final List<Seen> seen;
    private final int followed;
    private final RunningStatement running;
    private final ReadRows there;
    private final CellHash wantedHash = new CellHash();
    private final CellHash foundHash = new CellHash();

    /**
     * A column that is looked at in the row that is there.
     *
     * @param cell its cell in the rows of the backup
     * @param changed whether it is one that changes
     * @param reader takes it out of the result
     * @param form tells its values from each other
     */
    record Seen(int cell, boolean changed, CellReader reader, CellForm form) {}

    /**
     * Creates a loader, which closes what it is given.
     *
     * @param inserter loads a row that is new
     * @param find takes the key, and returns the row that has it with what is looked at
     * @param change takes the changed cells and the key; null where rows that are there stay as they are
     * @param key the cells of the key
     * @param changed the cells to change
     * @param seen what {@code find} returns: first the followed columns, then the other ones that may change
     * @param followed how many columns are followed
     */
    UpsertLoader(
            TableLoader inserter,
            PreparedStatement find,
            @Nullable PreparedStatement change,
            List<CellBinder> binders,
            int[] key,
            int[] changed,
            List<Seen> seen,
            int followed,
            RunningStatement running) {
        this.inserter = inserter;
        this.find = find;
        this.change = change;
        this.binders = List.copyOf(binders);
        this.key = key.clone();
        this.changed = changed.clone();
        this.seen = List.copyOf(seen);
        this.followed = followed;
        this.running = running;
        this.there = new ReadRows(Math.max(1, seen.size()));
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        LoadedSum sum = new LoadedSum();
        for (int row = from; row < to; row++) {
            try {
                if (hasWholeKey(rows, row) && isThere(rows, row)) {
                    if (followed > 0 && differs(rows, row, 0, followed)) {
                        sum.meets(row - from, there, followed);
                    }
                    sum.found(change != null && changes(rows, row) ? update(change, rows, row) : 0);
                } else {
                    sum.add(row - from, inserter.load(rows, row, row + 1));
                }
            } catch (ValueException e) {
                throw e;
            } catch (SQLException e) {
                throw new RowException(row - from, e instanceof RowException alone ? alone.failure() : e);
            }
        }
        return sum.loaded();
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
        there.clear();
        running.begins(find);
        try (ResultSet found = find.executeQuery()) {
            if (!found.next()) {
                return false;
            }
            for (int i = 0; i < seen.size(); i++) {
                seen.get(i).reader().read(found, i + 1, there);
            }
            return true;
        } finally {
            running.ended();
        }
    }

    private boolean changes(Rows rows, int row) {
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).changed() && differs(rows, row, i, i + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the row that is there holds another value in one of the columns, or may. */
    private boolean differs(Rows rows, int row, int from, int to) {
        for (int i = from; i < to; i++) {
            Seen column = seen.get(i);
            boolean isNull = Cells.isNull(rows, row, column.cell());
            if (isNull != Cells.isNull(there, 0, i)) {
                return true;
            }
            if (!isNull && !same(column.form(), rows, row, column.cell(), i)) {
                return true;
            }
        }
        return false;
    }

    private boolean same(CellForm form, Rows rows, int row, int cell, int place) {
        wantedHash.start(0);
        foundHash.start(0);
        try {
            form.digest(rows, row, cell, wantedHash);
            form.digest(there, 0, place, foundHash);
        } catch (ValueException e) {
            // What cannot be told is for the statement to store or to refuse.
            return false;
        }
        return wantedHash.value() == foundHash.value();
    }

    private long update(PreparedStatement statement, Rows rows, int row) throws SQLException {
        int next = bind(statement, 1, changed, rows, row);
        bind(statement, next, key, rows, row);
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
                statement.setNull(parameter, binders.get(cell).nullType());
            } else {
                binders.get(cell).bind(statement, parameter, rows, row, cell);
            }
            parameter++;
        }
        return parameter;
    }

    @Override
    public String strategy() {
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

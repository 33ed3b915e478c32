package dev.restore.engine.references;

import dev.restore.catalog.Column;
import dev.restore.catalog.Table;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ReachedColumn;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableReader;
import dev.restore.dialect.TableReading;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows in which references are the natural keys of the rows they lead to, as arrays of values. */
public final class KeyedReader implements TableReader {

    private static final String NOT_RESOLVED = ", so that the reference could not be resolved by it later";

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final TableReader reader;
    private final int columns;
    private final List<Cell> cells;
    private final ReadRows rows;
    private final @Nullable Cell[] holders;
    private final @Nullable Cell[] emptying;
    private final Unresolved unresolved;
    private final ByteArrayOutputStream array = new ByteArrayOutputStream();

    /** What becomes of a reference that has no natural key, because it leads nowhere or to a row with a null in the key. */
    public enum Unresolved {
        /** Reading ends with a {@link ValueException} that names the row and the column. */
        REFUSED,
        /** The reference is what its columns hold, or has the null in its array. */
        SHOWN
    }

    /**
     * A reference among the cells of a row.
     *
     * @param reference the reference
     * @param place the column whose cell holds its array
     * @param referring the cells of all of its columns
     * @param from the first of the cells read for it: whether there is a row, then the values of its key
     * @param values where its values come from
     */
    private record Cell(
            KeyedReference reference, int place, List<Integer> referring, int from, List<ReachedColumn> values) {

        boolean isSet(Rows batch, int row) {
            for (int column : referring) {
                if (batch.kind(row, column) == ValueKind.NULL) {
                    return false;
                }
            }
            return true;
        }
    }

    private KeyedReader(TableReader reader, List<Column> columns, List<Cell> cells, Unresolved unresolved) {
        this.reader = reader;
        this.unresolved = unresolved;
        this.columns = columns.size();
        this.cells = cells;
        this.rows = new ReadRows(this.columns);
        this.holders = new Cell[this.columns];
        this.emptying = new Cell[this.columns];
        List<String> names = columns.stream().map(Column::name).toList();
        for (Cell cell : cells) {
            holders[cell.place()] = cell;
            for (String column : cell.reference().emptied()) {
                int place = names.indexOf(column);
                if (place >= 0) {
                    emptying[place] = cell;
                }
            }
        }
    }

    /**
     * Reads a table as {@link TableReading#reader(Table, List, boolean, String)} does, but for some references.
     *
     * @param references those whose own columns are not among the columns are passed over
     */
    public static TableReader open(
            TableReading reading,
            Table table,
            List<Column> columns,
            List<KeyedReference> references,
            Unresolved unresolved,
            boolean ordered,
            @Nullable String condition)
            throws SQLException {
        if (references.isEmpty()) {
            return reading.reader(table, columns, ordered, condition);
        }
        List<String> names = columns.stream().map(Column::name).toList();
        List<ReachedColumn> reached = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        for (KeyedReference reference : references) {
            int place = names.indexOf(reference.column());
            if (place < 0) {
                continue;
            }
            List<Integer> referring = new ArrayList<>();
            for (String name : reference.foreignKey().columns()) {
                int read = names.indexOf(name);
                referring.add(read >= 0 ? read : columns.size() + reached.size());
                if (read < 0) {
                    reached.add(new ReachedColumn(
                            List.of(), table, table.column(name).orElseThrow()));
                }
            }
            List<ReachedColumn> values = reference.values();
            cells.add(new Cell(reference, place, referring, columns.size() + reached.size(), values));
            reached.add(reference.presence());
            reached.addAll(values);
        }
        return new KeyedReader(reading.reader(table, columns, reached, ordered, condition), columns, cells, unresolved);
    }

    @Override
    public @Nullable Rows next() throws SQLException {
        Rows batch;
        try {
            batch = reader.next();
        } catch (ValueException e) {
            throw e.column() < columns ? e : ofReferenced(e);
        }
        if (batch == null) {
            return null;
        }
        rows.clear();
        for (int row = 0; row < batch.size(); row++) {
            for (int column = 0; column < columns; column++) {
                take(batch, row, column);
            }
        }
        return rows;
    }

    private void take(Rows batch, int row, int column) throws ValueException {
        Cell holder = holders[column];
        Cell other = emptying[column];
        if (holder != null && isKeyed(batch, row, holder)) {
            byte[] key = key(batch, row, holder);
            rows.add(ValueKind.ARRAY, key, 0, key.length);
        } else if (other != null && isKeyed(batch, row, other)) {
            rows.addNull();
        } else {
            rows.add(batch.kind(row, column), batch.bytes(), batch.start(row, column), batch.end(row, column));
        }
    }

    private boolean isKeyed(Rows batch, int row, Cell cell) throws ValueException {
        if (!cell.isSet(batch, row)) {
            return false;
        }
        boolean leads = batch.kind(row, cell.from()) != ValueKind.NULL;
        if (!leads && unresolved == Unresolved.REFUSED) {
            throw new ValueException(
                    row,
                    cell.place(),
                    "leads to no row of " + cell.reference().key().table().name()
                            + ", so that there is no natural key to write",
                    "23503");
        }
        return leads;
    }

    private byte[] key(Rows batch, int row, Cell cell) throws ValueException {
        array.reset();
        array.write('[');
        for (int i = 0; i < cell.values().size(); i++) {
            if (i > 0) {
                array.write(',');
            }
            value(batch, row, cell, i);
        }
        array.write(']');
        return array.toByteArray();
    }

    private void value(Rows batch, int row, Cell cell, int value) throws ValueException {
        int column = cell.from() + 1 + value;
        int start = batch.start(row, column);
        int end = batch.end(row, column);
        switch (batch.kind(row, column)) {
            case TEXT -> JsonText.writeString(batch.bytes(), start, end, array);
            case INTEGER, DECIMAL, BOOLEAN -> array.write(batch.bytes(), start, end - start);
            case NULL -> {
                if (unresolved == Unresolved.REFUSED) {
                    throw unwritable(row, cell, value, "no value");
                }
                array.write(NULL, 0, NULL.length);
            }
            default -> throw unwritable(row, cell, value, Cells.words(batch.kind(row, column)));
        }
    }

    private static ValueException unwritable(int row, Cell cell, int value, String what) {
        ReachedColumn column = cell.values().get(value);
        return new ValueException(
                row,
                cell.place(),
                "leads to a row of " + cell.reference().key().table().name() + " with " + what + " in "
                        + column.table().name() + "." + column.column().name() + ", which is of its natural key ("
                        + cell.reference().key().describe() + ")" + NOT_RESOLVED,
                "23502");
    }

    /** What is wrong with a value of a row that is led to is said of the reference. */
    private ValueException ofReferenced(ValueException e) {
        Cell cell = cells.get(0);
        for (Cell candidate : cells) {
            if (candidate.from() <= e.column()) {
                cell = candidate;
            }
        }
        ValueException told = new ValueException(
                e.row(),
                cell.place(),
                "leads to a row of " + cell.reference().key().table().name() + " whose natural key " + e.getMessage(),
                e.getSQLState());
        told.initCause(e);
        return told;
    }

    @Override
    public void close() throws SQLException {
        reader.close();
    }
}

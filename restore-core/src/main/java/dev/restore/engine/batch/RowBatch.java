package dev.restore.engine.batch;

import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellArena;
import dev.restore.dialect.EncodedRows;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.RowsEncoder;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table with one set of columns, as bytes, kept until they are safely in. Filled by one thread and then handed to
 * another; recycled.
 */
@SuppressWarnings("EnumOrdinal") // kinds are kept as bytes within one run, where their order cannot change
public final class RowBatch extends CellArena {

    private static final int LAST_PLAIN = ValueKind.OBJECT.ordinal();

    private long[] numbers = new long[1 << 5];
    private long[] offsets = new long[1 << 5];
    private String[] locations = new String[1 << 5];
    private int rows;
    private boolean typed;
    private byte @Nullable [] @Nullable [] originals;
    private long originalBytes;
    private long firstPosition;
    private @Nullable EncodedRows encoded;
    private @Nullable EncodedRows spare;
    private @Nullable RowBatch original;

    /** Empties the batch for rows of so many columns. */
    public void reset(int columnCount) {
        restart(columnCount);
        rows = 0;
        typed = false;
        original = null;
        originals = null;
        originalBytes = 0;
        if (encoded != null) {
            spare = encoded;
            encoded = null;
        }
    }

    /** Encodes all rows, as far as that is possible without the database. */
    void encode(RowsEncoder encoder) {
        encoded = encoder.encode(this, spare);
    }

    @Override
    public @Nullable EncodedRows encoded() {
        return encoded;
    }

    /**
     * Starts a row.
     *
     * @param position how far the backup was read when the row came
     */
    public void startRow(BackupRow row, long position) {
        startRow(row.number(), row.offset(), row.location(), position);
    }

    private void startRow(long number, long offset, String location, long position) {
        if (rows == 0) {
            firstPosition = position;
        }
        if (rows == numbers.length) {
            numbers = Arrays.copyOf(numbers, rows * 2);
            offsets = Arrays.copyOf(offsets, rows * 2);
            locations = Arrays.copyOf(locations, rows * 2);
        }
        reserveCells(columns());
        numbers[rows] = number;
        offsets[rows] = offset;
        locations[rows] = location;
    }

    /**
     * Returns a copy with other cells.
     *
     * @param replaced what stands in cells instead, by row and column
     */
    public RowBatch with(Map<Integer, Map<Integer, OneCell>> replaced) {
        RowBatch copy = new RowBatch();
        copy.reset(columns());
        copy.reserve(used());
        for (int row = 0; row < rows; row++) {
            copy.startRow(numbers[row], offsets[row], locations[row], firstPosition);
            Map<Integer, OneCell> others = replaced.getOrDefault(row, Map.of());
            for (int column = 0; column < columns(); column++) {
                OneCell other = others.get(column);
                if (other == null) {
                    copy.cell(kind(row, column), bytes(), start(row, column), end(row, column));
                } else {
                    copy.cell(other.kind(), other.bytes(), other.start(0, 0), other.end(0, 0));
                }
            }
            copy.endRow();
        }
        copy.original = this;
        return copy;
    }

    /** Returns the batch as it came from the backup, which is this one unless cells were replaced. */
    public RowBatch original() {
        return original == null ? this : original;
    }

    /** Adds the next cell of the row that was started. */
    public void cell(ValueKind kind, byte[] source, int start, int end) {
        typed |= kind.ordinal() > LAST_PLAIN;
        append(kind, source, start, end);
    }

    /** Keeps the row that was started as it stands in the backup, where its cells are something else. */
    public void original(byte[] json) {
        byte @Nullable [] @Nullable [] kept = originals;
        if (kept == null || kept.length <= rows) {
            kept = kept == null ? new byte[numbers.length][] : Arrays.copyOf(kept, numbers.length);
            originals = kept;
        }
        kept[rows] = json;
        originalBytes += json.length;
    }

    /** Returns a row as it stands in the backup, null where its cells are what stands there. */
    public byte @Nullable [] original(int row) {
        byte @Nullable [] @Nullable [] kept = originals;
        return kept == null || kept.length <= row ? null : kept[row];
    }

    /** Ends the row that was started. */
    public void endRow() {
        rows++;
    }

    /** Returns how many bytes the values take, with what it costs to keep account of them. */
    public long weight() {
        return used() + originalBytes + 5L * cells() + 20L * rows;
    }

    public long number(int row) {
        return numbers[row];
    }

    public long offset(int row) {
        return offsets[row];
    }

    public String location(int row) {
        return locations[row];
    }

    /** Returns how far the backup was read when the first row came. */
    public long firstPosition() {
        return firstPosition;
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public boolean typed() {
        return typed;
    }
}

package dev.restore.dialect;

import dev.restore.catalog.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows that a {@link TableReader} fills cell by cell, and empties for the next ones. Used by one thread. */
@SuppressWarnings("EnumOrdinal") // kinds are kept as bytes within one run, where their order cannot change
public final class ReadRows implements Rows {

    private static final ValueKind[] KINDS = ValueKind.values();
    private static final int ENOUGH_ROWS = 1000;
    private static final int ENOUGH_BYTES = 1 << 20;

    private final int columns;
    private byte[] bytes = new byte[1 << 12];
    private byte[] kinds = new byte[1 << 8];
    private int[] ends = new int[1 << 8];
    private int cells;
    private int used;

    /** Creates rows of so many columns, at least one. */
    public ReadRows(int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("rows need a column");
        }
        this.columns = columns;
    }

    /** Removes all rows. */
    public void clear() {
        cells = 0;
        used = 0;
    }

    /** Returns whether it is time to hand the rows over. */
    public boolean full() {
        return used >= ENOUGH_BYTES || size() >= ENOUGH_ROWS;
    }

    /** Adds a null. */
    public void addNull() {
        add(ValueKind.NULL, bytes, 0, 0);
    }

    /** Adds a cell of a kind with the bytes from {@code start} to {@code end}, exclusive. */
    public void add(ValueKind kind, byte[] source, int start, int end) {
        int length = end - start;
        if (length > bytes.length - used) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(used, length), bytes.length + (bytes.length >> 1)));
        }
        if (cells == ends.length) {
            ends = Arrays.copyOf(ends, cells * 2);
            kinds = Arrays.copyOf(kinds, cells * 2);
        }
        System.arraycopy(source, start, bytes, used, length);
        used += length;
        kinds[cells] = (byte) kind.ordinal();
        ends[cells++] = used;
    }

    /** Adds a cell of a kind with these characters. */
    public void add(ValueKind kind, String characters) {
        byte[] encoded = characters.getBytes(StandardCharsets.UTF_8);
        add(kind, encoded, 0, encoded.length);
    }

    @Override
    public int size() {
        return cells / columns;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public ValueKind kind(int row, int column) {
        return KINDS[kinds[row * columns + column]];
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int start(int row, int column) {
        int cell = row * columns + column;
        return cell == 0 ? 0 : ends[cell - 1];
    }

    @Override
    public int end(int row, int column) {
        return ends[row * columns + column];
    }
}

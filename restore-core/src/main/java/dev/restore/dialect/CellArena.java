package dev.restore.dialect;

import dev.restore.catalog.ValueKind;
import java.util.Arrays;

/** Cells of rows as bytes after each other in one array, which grows and is used again. Not safe for several threads. */
@SuppressWarnings("EnumOrdinal") // kinds are kept as bytes within one run, where their order cannot change
public abstract class CellArena implements Rows {

    private static final ValueKind[] KINDS = ValueKind.values();
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[1 << 12];
    private byte[] kinds = new byte[1 << 8];
    private int[] ends = new int[1 << 8];
    private int columns;
    private int cells;
    private int used;

    /** Creates an arena without rows. */
    protected CellArena() {}

    /** Removes all cells, for rows of so many columns. */
    protected final void restart(int columnCount) {
        columns = columnCount;
        cells = 0;
        used = 0;
    }

    /** Makes room for the bytes of cells whose sizes are known. */
    protected final void reserve(int size) {
        bytes = new byte[size];
    }

    /** Makes room for so many more cells, without which {@link #append} cannot add them. */
    protected final void reserveCells(int more) {
        if (cells + more > ends.length) {
            int size = Math.max(ends.length * 2, cells + more);
            ends = Arrays.copyOf(ends, size);
            kinds = Arrays.copyOf(kinds, size);
        }
    }

    /**
     * Adds a cell of a kind with the bytes from {@code start} to {@code end}, exclusive.
     *
     * @throws OutOfMemoryError when all cells together would pass 2 GiB
     */
    protected final void append(ValueKind kind, byte[] source, int start, int end) {
        int length = end - start;
        if (length > bytes.length - used) {
            bytes = Arrays.copyOf(bytes, grown(length));
        }
        System.arraycopy(source, start, bytes, used, length);
        used += length;
        kinds[cells] = (byte) kind.ordinal();
        ends[cells++] = used;
    }

    private int grown(int length) {
        if ((long) used + length > MAX_BYTES) {
            throw new OutOfMemoryError("a batch would pass 2 GiB; lower batchBytes");
        }
        return (int) Math.min(Math.max((long) used + length, bytes.length + (long) (bytes.length >> 1)), MAX_BYTES);
    }

    /** Returns how many bytes the cells take. */
    protected final int used() {
        return used;
    }

    /** Returns how many cells there are. */
    protected final int cells() {
        return cells;
    }

    @Override
    public final int columns() {
        return columns;
    }

    @Override
    public final ValueKind kind(int row, int column) {
        return KINDS[kinds[row * columns + column]];
    }

    @Override
    public final byte[] bytes() {
        return bytes;
    }

    @Override
    public final int start(int row, int column) {
        int cell = row * columns + column;
        return cell == 0 ? 0 : ends[cell - 1];
    }

    @Override
    public final int end(int row, int column) {
        return ends[row * columns + column];
    }
}

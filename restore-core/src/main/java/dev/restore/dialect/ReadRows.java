package dev.restore.dialect;

import dev.restore.catalog.ValueKind;
import java.nio.charset.StandardCharsets;

/** Rows that a {@link TableReader} fills cell by cell, and empties for the next ones. Used by one thread. */
public final class ReadRows extends CellArena {

    private static final int ENOUGH_ROWS = 1000;
    private static final int ENOUGH_BYTES = 1 << 20;

    /** Creates rows of so many columns, at least one. */
    public ReadRows(int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("rows need a column");
        }
        restart(columns);
    }

    /** Removes all rows. */
    public void clear() {
        restart(columns());
    }

    /** Returns whether it is time to hand the rows over. */
    public boolean full() {
        return used() >= ENOUGH_BYTES || size() >= ENOUGH_ROWS;
    }

    /** Adds a null. */
    public void addNull() {
        add(ValueKind.NULL, bytes(), 0, 0);
    }

    /** Adds a cell of a kind with the bytes from {@code start} to {@code end}, exclusive. */
    public void add(ValueKind kind, byte[] source, int start, int end) {
        reserveCells(1);
        append(kind, source, start, end);
    }

    /** Adds a cell of a kind with these characters. */
    public void add(ValueKind kind, String characters) {
        byte[] encoded = characters.getBytes(StandardCharsets.UTF_8);
        add(kind, encoded, 0, encoded.length);
    }

    @Override
    public int size() {
        return cells() / columns();
    }
}

package dev.restore.dialect.standard;

import dev.restore.dialect.ReadRows;
import dev.restore.dialect.Rows;
import dev.restore.dialect.value.Cells;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** References that wait for their rows, each after the cells that find its row again. */
final class KeptReferences {

    /** What a cell takes beside its bytes. */
    private static final int CELL_BYTES = 5;

    /** About what a key takes beside its characters. */
    private static final int KEY_BYTES = 100;

    private final int finding;
    private final boolean replaceable;
    private final ReadRows rows;
    private final Map<List<String>, Integer> newest = new HashMap<>();
    private long bytes;

    /**
     * Creates an empty store.
     *
     * @param finding how many cells find a row
     * @param referring how many cells refer
     * @param replaceable whether a row may come again and change the one that is there, so that its last reference holds
     */
    KeptReferences(int finding, int referring, boolean replaceable) {
        this.finding = finding;
        this.replaceable = replaceable;
        this.rows = new ReadRows(finding + referring);
    }

    /** Returns an empty store of the same kind. */
    KeptReferences emptyCopy() {
        return new KeptReferences(finding, rows.columns() - finding, replaceable);
    }

    /** Keeps a reference: first the cells that find its row, then those that refer. */
    void add(Rows from, int row, int[] cells) {
        if (replaceable) {
            List<String> key = key(from, row, cells);
            newest.put(key, rows.size());
            bytes += KEY_BYTES;
            for (String part : key) {
                bytes += 2L * part.length();
            }
        }
        for (int cell : cells) {
            int start = from.start(row, cell);
            int end = from.end(row, cell);
            rows.add(from.kind(row, cell), from.bytes(), start, end);
            bytes += end - start + CELL_BYTES;
        }
    }

    /** Drops the reference of a row, which has got another value in its place since. */
    void drop(Rows from, int row, int[] found) {
        if (!newest.isEmpty()) {
            newest.remove(key(from, row, found));
        }
    }

    private List<String> key(Rows from, int row, int[] cells) {
        List<String> key = new ArrayList<>(finding);
        for (int i = 0; i < finding; i++) {
            key.add(Cells.characters(from, row, cells[i]));
        }
        return key;
    }

    /** Returns whether a kept reference still holds. */
    boolean holds(int row, int[] cells) {
        return !replaceable || Integer.valueOf(row).equals(newest.get(key(rows, row, cells)));
    }

    /** Returns all cells, also of references that do not hold any more. */
    Rows rows() {
        return rows;
    }

    /** Returns about how much memory this takes. */
    long bytes() {
        return bytes;
    }
}

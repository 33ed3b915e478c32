package dev.restore.engine;

import dev.restore.backup.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import java.util.List;

/** A row of a backup as the cells of certain fields, in the order of those; one that it lacks is null. Used for one row after another. */
final class BackupRowCells implements Rows {

    private final String[] wanted;
    private final int[] places;
    private BackupRow row;

    BackupRowCells(List<String> fields, BackupRow first) {
        this.wanted = fields.toArray(String[]::new);
        this.places = new int[wanted.length];
        this.row = first;
    }

    /** Goes to a row. Rows mostly have their fields in one order, so that the place in the one before is tried first. */
    BackupRowCells of(BackupRow next) {
        row = next;
        for (int cell = 0; cell < wanted.length; cell++) {
            int place = places[cell];
            if (place < 0 || place >= next.size() || !next.name(place).equals(wanted[cell])) {
                places[cell] = place(wanted[cell]);
            }
        }
        return this;
    }

    private int place(String field) {
        for (int i = 0; i < row.size(); i++) {
            if (row.name(i).equals(field)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int columns() {
        return wanted.length;
    }

    @Override
    public ValueKind kind(int only, int column) {
        return places[column] < 0 ? ValueKind.NULL : row.kind(places[column]);
    }

    @Override
    public byte[] bytes() {
        return row.bytes();
    }

    @Override
    public int start(int only, int column) {
        return places[column] < 0 ? 0 : row.start(places[column]);
    }

    @Override
    public int end(int only, int column) {
        return places[column] < 0 ? 0 : row.end(places[column]);
    }
}

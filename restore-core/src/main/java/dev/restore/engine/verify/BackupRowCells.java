package dev.restore.engine.verify;

import dev.restore.backup.reading.BackupRow;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.engine.value.CellDecoder;
import dev.restore.engine.value.DecodedRow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a backup as the cells of certain fields, in the order of those and decoded; one that it lacks is null. Used for one row
 * after another.
 */
final class BackupRowCells implements Rows {

    private final String[] wanted;
    private final int[] places;
    private final @Nullable CellDecoder[] decoders;
    private final boolean decodes;
    private @Nullable CellDecoder @Nullable [] placed;
    private @Nullable DecodedRow decoded;
    private BackupRow row;

    /**
     * Creates a view of rows.
     *
     * @param decoders one for each field, null for those whose values are what they look like
     */
    BackupRowCells(List<String> fields, @Nullable CellDecoder[] decoders, BackupRow first) {
        this.wanted = fields.toArray(String[]::new);
        this.places = new int[wanted.length];
        this.decoders = decoders.clone();
        this.decodes = Arrays.stream(decoders).anyMatch(Objects::nonNull);
        this.row = first;
    }

    /** Goes to a row. Rows mostly have their fields in one order, so that the place in the one before is tried first. */
    BackupRowCells of(BackupRow next) {
        find(next);
        if (decodes) {
            @Nullable CellDecoder[] order = new CellDecoder[next.size()];
            for (int cell = 0; cell < places.length; cell++) {
                if (places[cell] >= 0) {
                    order[places[cell]] = decoders[cell];
                }
            }
            DecodedRow view = decoded;
            if (view == null || !Arrays.equals(order, placed)) {
                view = new DecodedRow(order, next);
                decoded = view;
                placed = order;
            }
            try {
                row = view.of(next);
            } catch (ValueException e) {
                // What cannot be decoded is in no database: it stays what is written, and is different from whatever is
                // there.
                row = next;
            }
        }
        return this;
    }

    private void find(BackupRow next) {
        row = next;
        for (int cell = 0; cell < wanted.length; cell++) {
            int place = places[cell];
            if (place < 0 || place >= next.size() || !next.name(place).equals(wanted[cell])) {
                places[cell] = place(wanted[cell]);
            }
        }
    }

    /** Returns whether the row carries a field at all, be it null. */
    boolean carries(int cell) {
        return places[cell] >= 0;
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

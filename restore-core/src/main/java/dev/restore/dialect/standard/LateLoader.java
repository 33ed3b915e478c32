package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/** Loads rows without those of their references that go in when all rows are there. */
final class LateLoader implements TableLoader {

    private final TableLoader loader;
    private final boolean ask;
    private final boolean skips;
    private final List<LateReference> references;
    private final LateReference.Places[] places;

    /**
     * Creates a loader, which closes the one that it is given.
     *
     * @param references the references that go in later
     */
    LateLoader(LoadTarget target, TableLoader loader, List<LateReference> references) {
        this.loader = loader;
        // A row that is there is to be compared with the reference in its place.
        OnConflict conflict = target.onConflict();
        this.ask = conflict != null;
        this.skips = conflict != null && conflict.action() == OnConflict.Action.SKIP;
        this.references = List.copyOf(references);
        List<String> names = target.columns().stream().map(Column::name).toList();
        this.places =
                references.stream().map(reference -> reference.places(names)).toArray(LateReference.Places[]::new);
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        BitSet late = new BitSet();
        for (int row = from; row < to; row++) {
            for (int i = 0; i < places.length; i++) {
                LateReference reference = references.get(i);
                if (places[i].whole(rows, row)) {
                    reference.check(rows, row, places[i]);
                    late.set((row - from) * places.length + i, isLate(reference, rows, row, places[i]));
                }
            }
        }
        if (late.isEmpty()) {
            return loader.load(rows, from, to);
        }
        Loaded loaded = loader.load(new Without(rows, from, late, places), from, to);
        if (loaded.rows() == to - from) {
            for (int bit = late.nextSetBit(0); bit >= 0; bit = late.nextSetBit(bit + 1)) {
                int i = bit % places.length;
                references.get(i).keep(rows, from + bit / places.length, places[i]);
            }
        }
        return loaded;
    }

    /** A row that is there and stays as it is keeps its reference, too. */
    private boolean isLate(LateReference reference, Rows rows, int row, LateReference.Places cells)
            throws SQLException {
        if (!ask) {
            return true;
        }
        boolean stays = skips && reference.isThere(rows, row, cells);
        return !stays && !reference.leadsSomewhere(rows, row, cells);
    }

    @Override
    public String road() {
        return loader.road();
    }

    @Override
    public void close() throws SQLException {
        loader.close();
    }

    /** Rows with nulls in place of late references. */
    private static final class Without implements Rows {

        private final Rows rows;
        private final int from;
        private final BitSet late;
        private final LateReference.Places[] places;

        Without(Rows rows, int from, BitSet late, LateReference.Places[] places) {
            this.rows = rows;
            this.from = from;
            this.late = late;
            this.places = places;
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public int columns() {
            return rows.columns();
        }

        @Override
        public ValueKind kind(int row, int column) {
            for (int i = 0; i < places.length; i++) {
                if (places[i].nulled(column) && late.get((row - from) * places.length + i)) {
                    return ValueKind.NULL;
                }
            }
            return rows.kind(row, column);
        }

        @Override
        public byte[] bytes() {
            return rows.bytes();
        }

        @Override
        public int start(int row, int column) {
            return rows.start(row, column);
        }

        @Override
        public int end(int row, int column) {
            return rows.end(row, column);
        }

        @Override
        public boolean typed() {
            return rows.typed();
        }
    }
}

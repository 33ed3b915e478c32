package dev.restore.dialect.standard;

import dev.restore.catalog.Column;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ForwardingRows;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.Loaded;
import dev.restore.dialect.OnConflict;
import dev.restore.dialect.RowException;
import dev.restore.dialect.Rows;
import dev.restore.dialect.TableLoader;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads rows without those of their references that go in when all rows are there. */
final class LateLoader implements TableLoader {

    private final TableLoader loader;
    private final OnConflict.@Nullable Action conflict;
    private final List<LateReference> references;
    private final LateReference.Places[] places;

    /**
     * Creates a loader, which closes the one that it is given.
     *
     * @param references the references that go in later
     */
    LateLoader(LoadTarget target, TableLoader loader, List<LateReference> references) {
        this.loader = loader;
        OnConflict onConflict = target.onConflict();
        this.conflict = onConflict == null ? null : onConflict.action();
        this.references = List.copyOf(references);
        List<String> names = target.columns().stream().map(Column::name).toList();
        this.places =
                references.stream().map(reference -> reference.places(names)).toArray(LateReference.Places[]::new);
    }

    @Override
    public Loaded load(Rows rows, int from, int to) throws SQLException {
        BitSet late = new BitSet();
        Loaded loaded = conflict == null ? atOnce(rows, from, to, late) : oneByOne(rows, from, to, late);
        if (loaded.rows() == to - from) {
            for (int row = from; row < to; row++) {
                remember(rows, row, late, (row - from) * places.length);
            }
        }
        return loaded;
    }

    private Loaded atOnce(Rows rows, int from, int to, BitSet late) throws SQLException {
        for (int row = from; row < to; row++) {
            mark(rows, row, late, (row - from) * places.length);
        }
        return loader.load(late.isEmpty() ? rows : new Without(rows, from, late, places), from, to);
    }

    /** A row may meet one that came just before it. */
    private Loaded oneByOne(Rows rows, int from, int to, BitSet late) throws SQLException {
        Rows without = new Without(rows, from, late, places);
        LoadedSum sum = new LoadedSum();
        for (int row = from; row < to; row++) {
            mark(rows, row, late, (row - from) * places.length);
            try {
                sum.add(row - from, loader.load(without, row, row + 1));
            } catch (RowException e) {
                throw new RowException(row - from, e.failure());
            }
        }
        return sum.loaded();
    }

    private void mark(Rows rows, int row, BitSet late, int bit) throws SQLException {
        for (int i = 0; i < places.length; i++) {
            LateReference reference = references.get(i);
            if (places[i].whole(rows, row)) {
                reference.check(rows, row, places[i]);
                late.set(bit + i, isLate(reference, rows, row, places[i]));
            }
        }
    }

    private void remember(Rows rows, int row, BitSet late, int bit) throws SQLException {
        for (int i = 0; i < places.length; i++) {
            if (late.get(bit + i)) {
                references.get(i).keep(rows, row, places[i]);
            } else if (conflict == OnConflict.Action.UPDATE) {
                references.get(i).drop(rows, row, places[i]);
            }
        }
    }

    /** A row that is there is compared with the reference in its place, and one that stays as it is keeps its own. */
    private boolean isLate(LateReference reference, Rows rows, int row, LateReference.Places cells)
            throws SQLException {
        if (conflict == null) {
            return true;
        }
        boolean stays = conflict == OnConflict.Action.SKIP && reference.isThere(rows, row, cells);
        return !stays && !reference.leadsSomewhere(rows, row, cells);
    }

    @Override
    public String strategy() {
        return loader.strategy();
    }

    @Override
    public void close() throws SQLException {
        loader.close();
    }

    /** Rows with nulls in place of late references. */
    private static final class Without extends ForwardingRows {

        private final int from;
        private final BitSet late;
        private final LateReference.Places[] places;

        Without(Rows rows, int from, BitSet late, LateReference.Places[] places) {
            super(rows);
            this.from = from;
            this.late = late;
            this.places = places;
        }

        @Override
        public ValueKind kind(int row, int column) {
            for (int i = 0; i < places.length; i++) {
                if (places[i].nulled(column) && late.get((row - from) * places.length + i)) {
                    return ValueKind.NULL;
                }
            }
            return super.kind(row, column);
        }
    }
}

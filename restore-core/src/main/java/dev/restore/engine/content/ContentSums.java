package dev.restore.engine.content;

import dev.restore.catalog.Column;
import dev.restore.catalog.Key;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checksums of the columns of one table over rows in any order: sums of the hashes of the values, and of the values together
 * with what tells their row from others, so that values that changed places between rows are noticed too. Used by one thread.
 */
final class ContentSums {

    /** What tells a row from the others of its table. */
    enum Anchor {
        /** The values of its primary key. */
        KEY,
        /** All its values. */
        ROW,
        /** Nothing that can be known. */
        NONE
    }

    private static final long NULL = 0x6e756c6cL;

    private final List<String> columns;
    private final CellForm[] forms;
    private final Anchor anchor;
    private final boolean[] anchoring;
    private final long[] seeds;
    private final long[] hashes;
    private final long[] values;
    private final long[] places;
    private final boolean[] unknown;
    private final CellHash hash = new CellHash();
    private long rows;

    /**
     * Creates sums of no rows.
     *
     * @param forms the forms of the columns, in their order
     */
    ContentSums(Table table, List<Column> columns, List<CellForm> forms) {
        this.columns = columns.stream().map(Column::name).toList();
        this.forms = forms.toArray(CellForm[]::new);
        int count = this.forms.length;
        this.seeds = new long[count];
        this.hashes = new long[count];
        this.values = new long[count];
        this.places = new long[count];
        this.unknown = new boolean[count];
        this.anchoring = new boolean[count];
        Set<String> certain = columns.stream()
                .map(Column::name)
                .filter(name -> this.forms[this.columns.indexOf(name)].certain())
                .collect(Collectors.toSet());
        List<String> key = table.primaryKey().map(Key::columns).orElse(List.of());
        boolean keyed = !key.isEmpty() && certain.containsAll(key);
        this.anchor = keyed ? Anchor.KEY : certain.isEmpty() ? Anchor.NONE : Anchor.ROW;
        for (int i = 0; i < count; i++) {
            String name = this.columns.get(i);
            seeds[i] = CellHash.mix(name.hashCode());
            anchoring[i] = keyed ? key.contains(name) : certain.contains(name);
        }
    }

    /** Adds rows whose cells are these columns. */
    void add(Rows batch, int from, int to) {
        for (int row = from; row < to; row++) {
            long place = 0;
            for (int column = 0; column < forms.length; column++) {
                if (unknown[column]) {
                    continue;
                }
                long value = value(batch, row, column);
                hashes[column] = value;
                values[column] += value;
                if (anchoring[column]) {
                    place += CellHash.mix(value);
                }
            }
            for (int column = 0; column < forms.length; column++) {
                places[column] += CellHash.mix(place ^ hashes[column]);
            }
        }
        rows += to - from;
    }

    private long value(Rows batch, int row, int column) {
        hash.start(seeds[column]);
        if (batch.kind(row, column) == ValueKind.NULL) {
            hash.add(NULL);
            return hash.value();
        }
        try {
            forms[column].digest(batch, row, column, hash);
        } catch (ValueException e) {
            // Only the database knows what it made of this value.
            unknown[column] = true;
        }
        return hash.value();
    }

    /** Adds the sums of other rows with the same columns. */
    void add(ContentState.Sums other) {
        for (int i = 0; i < forms.length; i++) {
            ContentState.ColumnSums column = other.columns().get(i);
            values[i] += column.values();
            places[i] += column.places();
            unknown[i] |= !column.known();
        }
        rows += other.rows();
    }

    /** Returns the sums as they are. */
    ContentState.Sums state(TableName table, boolean before) {
        List<ContentState.ColumnSums> sums = new ArrayList<>();
        for (int i = 0; i < forms.length; i++) {
            sums.add(new ContentState.ColumnSums(columns.get(i), !unknown[i], values[i], places[i]));
        }
        return new ContentState.Sums(table, before, rows, sums);
    }

    List<String> columns() {
        return columns;
    }

    long rows() {
        return rows;
    }

    /** Returns what the places of values are known by; a single value that is unknown there is enough to know nothing. */
    Anchor anchor() {
        for (int i = 0; i < unknown.length; i++) {
            if (unknown[i] && anchoring[i]) {
                return Anchor.NONE;
            }
        }
        return anchor;
    }

    /** Returns whether each value of a column was understood. */
    boolean known(String column) {
        return !unknown[columns.indexOf(column)];
    }

    /** Returns whether a difference in a column means that its values differ. */
    boolean certain(String column) {
        return forms[columns.indexOf(column)].certain();
    }

    /** Returns the sum of a column's values. */
    long values(String column) {
        return values[columns.indexOf(column)];
    }

    /** Returns the sum of a column's values in their places. */
    long places(String column) {
        return places[columns.indexOf(column)];
    }
}

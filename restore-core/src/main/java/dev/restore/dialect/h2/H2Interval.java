package dev.restore.dialect.h2;

import dev.restore.catalog.ColumnType;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.TemporalValues;
import java.util.List;
import java.util.Locale;

/** The intervals of H2, which drops without a word what a literal has beside the fields of the column. */
final class H2Interval {

    private static final String NAME = "INTERVAL";

    private static final List<String> FIELDS = List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");

    private H2Interval() {}

    /** Returns whether a type, as the catalog names it here, is one of intervals, for instance {@code INTERVAL DAY TO HOUR}. */
    static boolean is(String type) {
        return type.startsWith(NAME);
    }

    /**
     * Refuses an interval that the column would not keep.
     *
     * @throws ValueException when it has smaller parts than the column
     */
    static void require(ColumnType type, Rows rows, int row, int column) throws ValueException {
        TemporalValues.requireIntervalFraction(rows, row, column, type.scale());
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (end - start <= NAME.length() || (rows.bytes()[start] | 0x20) != 'i') {
            return;
        }
        // Without these words H2 reads the fields of the column only.
        int least = last(type.name());
        int written = last(Cells.characters(rows, row, column).toUpperCase(Locale.ROOT));
        if (written > least) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "has fields that are smaller than " + FIELDS.get(least).toLowerCase(Locale.ROOT)
                            + "s, which the column does not keep",
                    "22015");
        }
    }

    private static int last(String interval) {
        int last = FIELDS.size() - 1;
        while (last > 0 && !interval.contains(FIELDS.get(last))) {
            last--;
        }
        return last;
    }
}

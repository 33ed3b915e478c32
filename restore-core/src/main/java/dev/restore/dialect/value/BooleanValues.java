package dev.restore.dialect.value;

import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.util.Locale;

/** Booleans from cells. Stateless. */
public final class BooleanValues {

    private BooleanValues() {}

    /**
     * Returns a boolean from {@code true} and {@code false}, the numbers 1 and 0, and the texts {@code true},
     * {@code false}, {@code t}, {@code f}, {@code 1} and {@code 0} in any case.
     *
     * @throws ValueException when it is anything else
     */
    public static boolean bool(Rows rows, int row, int column) throws ValueException {
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        switch (rows.kind(row, column)) {
            case BOOLEAN -> {
                return rows.bytes()[start] == 't';
            }
            case INTEGER -> {
                if (end - start == 1 && (rows.bytes()[start] & ~1) == '0') {
                    return rows.bytes()[start] == '1';
                }
            }
            case TEXT -> {
                if (end - start <= 5) {
                    switch (Cells.characters(rows, row, column).toLowerCase(Locale.ROOT)) {
                        case "true", "t", "1" -> {
                            return true;
                        }
                        case "false", "f", "0" -> {
                            return false;
                        }
                        default -> {
                            // refused below
                        }
                    }
                }
            }
            case NULL, DECIMAL, ARRAY, OBJECT, JSON, BYTES, RAW_TEXT, REAL -> {
                // refused below
            }
        }
        throw Cells.refuse(rows, row, column, "is neither true nor false (true, false, t, f, 1, 0)", "22018");
    }
}

package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.BinaryValues;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.NumberValues;
import dev.restore.dialect.value.TextValues;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Binds cells so that SQLite stores them without changing them. */
final class SqliteBinders {

    private static final String REMEDY = "; declare the column TEXT to keep it";
    private static final String STATE = "22003";

    private SqliteBinders() {}

    /** Returns the binder for a column. */
    static CellBinder of(Column column, boolean strict) {
        Affinity affinity = affinity(column, strict);
        TypeFamily family = column.type().family();
        boolean numeric = isNumeric(family);
        boolean binary = family == TypeFamily.BINARY;
        boolean json = family == TypeFamily.JSON;
        return (s, p, rows, r, c) -> {
            switch (rows.kind(r, c)) {
                case INTEGER, DECIMAL -> bindNumber(affinity, s, p, rows, r, c);
                case BOOLEAN -> bindBoolean(affinity == Affinity.TEXT || json, s, p, rows, r, c);
                case TEXT -> {
                    if (binary) {
                        bindBytes(affinity, strict, s, p, rows, r, c);
                    } else {
                        bindText(affinity, numeric, s, p, rows, r, c);
                    }
                }
                case BYTES -> s.setBytes(p, BinaryValues.bytes(rows, r, c));
                case RAW_TEXT -> s.setString(p, TextValues.text(rows, r, c));
                case REAL -> s.setDouble(p, NumberValues.real(rows, r, c));
                case NULL, ARRAY, OBJECT, JSON -> s.setString(p, Cells.characters(rows, r, c));
            }
        };
    }

    static Affinity affinity(Column column, boolean strict) {
        return column.type().family() == TypeFamily.ANY
                ? Affinity.NONE
                : Affinity.of(column.type().name(), strict);
    }

    static boolean isNumeric(TypeFamily family) {
        return family == TypeFamily.INTEGER || family == TypeFamily.DECIMAL || family == TypeFamily.FLOAT;
    }

    /**
     * Returns a binder for a parameter that is cast from bytes to text, which spares making strings and taking them apart
     * again; null for a column that may have to be given anything but a text.
     *
     * @param copies makes the arrays, to be taken back when the statement was executed or forgotten
     */
    static @Nullable CellBinder ofText(Column column, boolean strict, ExactBytes copies) {
        Affinity affinity = affinity(column, strict);
        TypeFamily family = column.type().family();
        boolean textual = affinity == Affinity.NUMERIC
                && !isNumeric(family)
                && family != TypeFamily.BOOLEAN
                && family != TypeFamily.BINARY;
        if (affinity != Affinity.TEXT && !textual) {
            return null;
        }
        return (s, p, rows, r, c) -> {
            if (rows.kind(r, c) == ValueKind.TEXT) {
                requireText(affinity, rows, r, c);
            }
            s.setBytes(p, copies.copy(rows.bytes(), rows.start(r, c), rows.end(r, c)));
        };
    }

    /** Returns whether a cell is a text that the driver, which takes characters, cannot be given. */
    static boolean isBrokenText(Rows rows, int row, int column) {
        return rows.kind(row, column) == ValueKind.RAW_TEXT
                && !TextValues.isUtf8(rows.bytes(), rows.start(row, column), rows.end(row, column));
    }

    /** Returns whether a column makes a text of whatever it is given. */
    static boolean makesTexts(Column column, boolean strict) {
        return affinity(column, strict) == Affinity.TEXT;
    }

    private static void bindNumber(Affinity affinity, PreparedStatement s, int p, Rows rows, int r, int c)
            throws SQLException {
        if (affinity == Affinity.TEXT) {
            s.setString(p, Cells.characters(rows, r, c));
        } else if (affinity != Affinity.REAL && rows.kind(r, c) == ValueKind.INTEGER) {
            s.setLong(p, whole(rows, r, c));
        } else {
            s.setDouble(p, real(rows, r, c));
        }
    }

    private static long whole(Rows rows, int r, int c) throws ValueException {
        try {
            return NumberValues.integer(rows, r, c, 64);
        } catch (ValueException e) {
            throw withRemedy(e);
        }
    }

    private static double real(Rows rows, int r, int c) throws ValueException {
        try {
            return NumberValues.real(rows, r, c);
        } catch (ValueException e) {
            throw withRemedy(e);
        }
    }

    private static ValueException withRemedy(ValueException e) {
        return new ValueException(e.row(), e.column(), e.getMessage() + REMEDY, STATE);
    }

    private static void bindBoolean(boolean word, PreparedStatement s, int p, Rows rows, int r, int c)
            throws SQLException {
        if (word) {
            s.setString(p, Cells.characters(rows, r, c));
        } else {
            s.setInt(p, rows.bytes()[rows.start(r, c)] == 't' ? 1 : 0);
        }
    }

    private static void bindText(
            Affinity affinity, boolean numeric, PreparedStatement s, int p, Rows rows, int r, int c)
            throws SQLException {
        if (!numeric) {
            requireText(affinity, rows, r, c);
            s.setString(p, Cells.characters(rows, r, c));
            return;
        }
        String text = Cells.characters(rows, r, c);
        if (text.equals("Infinity") || text.equals("-Infinity")) {
            s.setDouble(p, Double.parseDouble(text));
            return;
        }
        if (!NumericText.isLikely(rows.bytes(), rows.start(r, c), rows.end(r, c))) {
            s.setString(p, text);
            return;
        }
        if (!NumberValues.isNumber(rows, r, c)) {
            throw Cells.refuse(rows, r, c, "would be turned into another number" + REMEDY, STATE);
        }
        if (affinity != Affinity.REAL && NumericText.isWhole(rows.bytes(), rows.start(r, c), rows.end(r, c))) {
            s.setLong(p, whole(rows, r, c));
        } else {
            s.setDouble(p, real(rows, r, c));
        }
    }

    /** Refuses a text that the column would turn into a number which is written otherwise. */
    private static void requireText(Affinity affinity, Rows rows, int r, int c) throws ValueException {
        if (affinity == Affinity.TEXT || affinity == Affinity.NONE) {
            return;
        }
        int start = rows.start(r, c);
        int end = rows.end(r, c);
        if (NumericText.isLikely(rows.bytes(), start, end) && !NumericText.isPlainWhole(rows.bytes(), start, end)) {
            throw Cells.refuse(rows, r, c, "would be turned into a number" + REMEDY, STATE);
        }
    }

    private static void bindBytes(
            Affinity affinity, boolean strict, PreparedStatement s, int p, Rows rows, int r, int c)
            throws SQLException {
        byte[] bytes = rows.bytes();
        int start = rows.start(r, c);
        int end = rows.end(r, c);
        boolean hex = end - start >= 2 && bytes[start] == '\\' && bytes[start + 1] == 'x';
        boolean base64 = true;
        for (int i = start; i < end && base64; i++) {
            base64 = BinaryValues.isBase64Character(bytes[i]);
        }
        if (hex || base64 || strict) {
            s.setBytes(p, BinaryValues.bytes(rows, r, c));
        } else {
            bindText(affinity, false, s, p, rows, r, c);
        }
    }
}

package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.BinaryValues;
import dev.restore.dialect.CellBinder;
import dev.restore.dialect.Cells;
import dev.restore.dialect.NumberValues;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Binds cells so that SQLite stores them without changing them. */
final class SqliteBinders {

    private static final String REMEDY = "; declare the column TEXT to keep it";
    private static final String STATE = "22003";

    private SqliteBinders() {}

    /** Returns the binder for a column. */
    static CellBinder of(Column column, boolean strict) {
        String declared = column.type().name();
        Affinity affinity = column.type().family() == TypeFamily.ANY ? Affinity.NONE : Affinity.of(declared, strict);
        TypeFamily family = column.type().family();
        boolean numeric = family == TypeFamily.INTEGER || family == TypeFamily.DECIMAL || family == TypeFamily.FLOAT;
        boolean binary = family == TypeFamily.BINARY;
        return (s, p, rows, r, c) -> {
            switch (rows.kind(r, c)) {
                case INTEGER, DECIMAL -> bindNumber(affinity, s, p, rows, r, c);
                case BOOLEAN -> bindBoolean(affinity, s, p, rows, r, c);
                case TEXT -> {
                    if (binary) {
                        bindBytes(affinity, strict, s, p, rows, r, c);
                    } else {
                        bindText(affinity, numeric, s, p, rows, r, c);
                    }
                }
                case NULL, ARRAY, OBJECT -> s.setString(p, Cells.characters(rows, r, c));
            }
        };
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

    private static void bindBoolean(Affinity affinity, PreparedStatement s, int p, Rows rows, int r, int c)
            throws SQLException {
        if (affinity == Affinity.TEXT) {
            s.setString(p, Cells.characters(rows, r, c));
        } else {
            s.setInt(p, rows.bytes()[rows.start(r, c)] == 't' ? 1 : 0);
        }
    }

    private static void bindText(
            Affinity affinity, boolean numeric, PreparedStatement s, int p, Rows rows, int r, int c)
            throws SQLException {
        String text = Cells.characters(rows, r, c);
        if (numeric && (text.equals("Infinity") || text.equals("-Infinity"))) {
            s.setDouble(p, Double.parseDouble(text));
            return;
        }
        if (affinity == Affinity.TEXT || affinity == Affinity.NONE || !looksNumeric(text)) {
            s.setString(p, text);
            return;
        }
        if (!numeric) {
            if (!isPlainWhole(text)) {
                throw Cells.refuse(rows, r, c, "would be turned into a number" + REMEDY, STATE);
            }
            s.setString(p, text);
            return;
        }
        if (!NumberValues.isNumber(rows, r, c)) {
            throw Cells.refuse(rows, r, c, "would be turned into another number" + REMEDY, STATE);
        }
        if (affinity != Affinity.REAL && isWhole(text)) {
            s.setLong(p, whole(rows, r, c));
        } else {
            s.setDouble(p, real(rows, r, c));
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

    /** Returns whether SQLite may take a text for a number; it skips spaces around and takes {@code .5} and {@code 5.}. */
    private static boolean looksNumeric(String text) {
        int at = 0;
        int end = text.length();
        while (at < end && isSpace(text.charAt(at))) {
            at++;
        }
        while (end > at && isSpace(text.charAt(end - 1))) {
            end--;
        }
        boolean digit = false;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c != '+' && c != '-' && c != '.' && c != 'e' && c != 'E') {
                return false;
            } else if ((c == '-' || c == '+') && digit && text.charAt(at - 1) != 'e' && text.charAt(at - 1) != 'E') {
                return false;
            }
        }
        return digit;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Returns whether a text is a whole number as SQLite would write it. */
    private static boolean isPlainWhole(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - first;
        return isWhole(text)
                && !text.startsWith("+")
                && digits <= 18
                && (text.charAt(first) != '0' || (digits == 1 && first == 0));
    }

    private static boolean isWhole(String text) {
        return text.indexOf('.') < 0
                && text.indexOf('e') < 0
                && text.indexOf('E') < 0
                && !isSpace(text.charAt(0))
                && !isSpace(text.charAt(text.length() - 1));
    }
}

package dev.restore.dialect.sqlite;

import dev.restore.catalog.Column;
import dev.restore.catalog.TypeFamily;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.BinaryValues;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonText;
import dev.restore.dialect.value.NumberValues;

/** What SQLite keeps of a value: its declared types are hints, so that a cell is a number, bytes or what is written. */
final class SqliteForm implements CellForm {

    private static final long NUMBER = 1;
    private static final long BYTES = 2;
    private static final long TEXT = 3;

    /** From here on a double is not a number of 64 bits. */
    private static final double TWO_TO_63 = 0x1p63;

    private final Affinity affinity;
    private final boolean binary;
    private final boolean numeric;
    private final boolean json;

    SqliteForm(Column column, boolean strict) {
        TypeFamily family = column.type().family();
        this.affinity = family == TypeFamily.ANY
                ? Affinity.NONE
                : Affinity.of(column.type().name(), strict);
        this.binary = family == TypeFamily.BINARY;
        this.numeric = SqliteBinders.isNumeric(family);
        this.json = family == TypeFamily.JSON;
    }

    @Override
    public void digest(Rows rows, int row, int column, CellHash hash) throws ValueException {
        ValueKind kind = rows.kind(row, column);
        if (kind == ValueKind.REAL || (numeric && isInfinity(rows, row, column))) {
            hash.add(NUMBER);
            hash.add(Double.doubleToLongBits(NumberValues.real(rows, row, column)));
        } else if (kind == ValueKind.BYTES || (kind == ValueKind.TEXT && binary && isBytes(rows, row, column))) {
            byte[] bytes = BinaryValues.bytes(rows, row, column);
            hash.add(BYTES);
            hash.add(bytes, 0, bytes.length);
        } else if (affinity != Affinity.TEXT && kind == ValueKind.BOOLEAN && !json) {
            hash.add(NUMBER);
            hash.add(rows.bytes()[rows.start(row, column)] == 't' ? 1 : 0);
        } else if (isKeptAsNumber(rows, row, column)) {
            hash.add(NUMBER);
            hash.add(number(rows, row, column));
        } else {
            hash.add(TEXT);
            hash.add(rows.bytes(), rows.start(row, column), rows.end(row, column));
        }
    }

    /** Returns whether a cell is the word that a column for numbers keeps as a number. */
    private static boolean isInfinity(Rows rows, int row, int column) {
        int length = rows.end(row, column) - rows.start(row, column);
        if (rows.kind(row, column) != ValueKind.TEXT || length < 8 || length > 9) {
            return false;
        }
        String text = Cells.characters(rows, row, column);
        return text.equals("Infinity") || text.equals("-Infinity");
    }

    private boolean isKeptAsNumber(Rows rows, int row, int column) {
        return switch (affinity) {
            case TEXT -> false;
            case NONE -> rows.kind(row, column) == ValueKind.INTEGER || rows.kind(row, column) == ValueKind.DECIMAL;
            case INTEGER, REAL, NUMERIC -> NumberValues.isNumber(rows, row, column);
        };
    }

    /** A whole number is kept with its 64 bits except in a REAL column; any other is a double, whole ones being whole again. */
    private long number(Rows rows, int row, int column) throws ValueException {
        if (affinity != Affinity.REAL
                && JsonText.isWhole(rows.bytes(), rows.start(row, column), rows.end(row, column))) {
            return NumberValues.integer(rows, row, column, 64);
        }
        double value = NumberValues.decimal(rows, row, column).doubleValue();
        return value == Math.rint(value) && Math.abs(value) < TWO_TO_63 ? (long) value : Double.doubleToLongBits(value);
    }

    private static boolean isBytes(Rows rows, int row, int column) {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (end - start >= 2 && bytes[start] == '\\' && bytes[start + 1] == 'x') {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (!BinaryValues.isBase64Character(bytes[i])) {
                return false;
            }
        }
        return true;
    }
}

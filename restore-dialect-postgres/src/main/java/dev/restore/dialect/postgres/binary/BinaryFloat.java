package dev.restore.dialect.postgres.binary;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.postgres.text.NumberText;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.NumberValues;

/**
 * Writes float4 and float8. Few digits and a small power of ten are each exact, so that one division or multiplication
 * rounds as PostgreSQL does; the rest is read by {@link NumberValues}, which also refuses what would not read back.
 */
final class BinaryFloat implements BinaryEncoder {

    private static final int DOUBLE_DIGITS = 15;
    private static final int SINGLE_DIGITS = 6;

    private static final double[] DOUBLE_POWERS = new double[23];
    private static final float[] SINGLE_POWERS = new float[11];

    static {
        double power = 1;
        for (int i = 0; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = power;
            if (i < SINGLE_POWERS.length) {
                SINGLE_POWERS[i] = (float) power;
            }
            power *= 10;
        }
    }

    private final boolean single;
    private final NumberText number = new NumberText();

    BinaryFloat(boolean single) {
        this.single = single;
    }

    @Override
    public boolean encode(BinaryBuffer out, Rows rows, int row, int column) throws ValueException {
        ValueKind kind = rows.kind(row, column);
        if (kind != ValueKind.INTEGER
                && kind != ValueKind.DECIMAL
                && kind != ValueKind.TEXT
                && kind != ValueKind.REAL) {
            return false;
        }
        if (!number.read(rows.bytes(), rows.start(row, column), rows.end(row, column))) {
            if ((kind != ValueKind.TEXT && kind != ValueKind.REAL) || !isWord(rows, row, column)) {
                return false;
            }
            put(out, rows, row, column);
        } else if (number.zero()) {
            putZero(out);
        } else {
            int power = number.power(number.lastDigit());
            if (single && number.significant() <= SINGLE_DIGITS && Math.abs(power) < SINGLE_POWERS.length) {
                float digits = number.negative() ? -number.significand() : number.significand();
                put(out, power < 0 ? digits / SINGLE_POWERS[-power] : digits * SINGLE_POWERS[power]);
            } else if (!single && number.significant() <= DOUBLE_DIGITS && Math.abs(power) < DOUBLE_POWERS.length) {
                double digits = number.negative() ? -number.significand() : number.significand();
                put(out, power < 0 ? digits / DOUBLE_POWERS[-power] : digits * DOUBLE_POWERS[power]);
            } else {
                put(out, rows, row, column);
            }
        }
        return true;
    }

    private static boolean isWord(Rows rows, int row, int column) {
        if (rows.end(row, column) - rows.start(row, column) > "-Infinity".length()) {
            return false;
        }
        String text = Cells.characters(rows, row, column);
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    private void putZero(BinaryBuffer out) {
        if (single) {
            put(out, number.negative() ? -0f : 0f);
        } else {
            put(out, number.negative() ? -0d : 0d);
        }
    }

    private void put(BinaryBuffer out, Rows rows, int row, int column) throws ValueException {
        if (single) {
            put(out, NumberValues.single(rows, row, column));
        } else {
            put(out, NumberValues.real(rows, row, column));
        }
    }

    private static void put(BinaryBuffer out, float value) {
        out.putInt(4);
        out.putInt(Float.floatToIntBits(value));
    }

    private static void put(BinaryBuffer out, double value) {
        out.putInt(8);
        out.putLong(Double.doubleToLongBits(value));
    }
}

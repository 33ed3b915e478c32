package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Exact numbers from the digits of a cell. A number is taken from a JSON number or from a text that holds nothing but
 * one (sign, digits, fraction, exponent). Whatever would lose a digit is refused. Stateless.
 */
public final class NumberValues {

    private static final String OUT_OF_RANGE = "22003";
    private static final String NOT_A_NUMBER = "22018";

    /** No database holds a number with more digits before or after the point. */
    private static final int MAX_DIGITS = 150_000;

    /** Up to here every decimal goes into a double and comes back. */
    private static final int SAFE_DOUBLE_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    /** No double prints longer. */
    private static final int MAX_PRINTED = 24;

    /** Past so many characters a number is looked at before it is computed with. No double has as many digits. */
    private static final int LONG = 1000;

    private NumberValues() {}

    /**
     * Returns a whole number; {@code 1.0} and {@code 1e2} are whole.
     *
     * @param bits the size of the column's type: 8, 16, 32 or 64
     * @throws ValueException when it is not a number, not whole or too large for the type
     */
    public static long integer(Rows rows, int row, int column, int bits) throws ValueException {
        long value;
        if (rows.kind(row, column) == ValueKind.INTEGER && rows.end(row, column) - rows.start(row, column) <= 18) {
            value = shortInteger(rows.bytes(), rows.start(row, column), rows.end(row, column));
        } else {
            value = longInteger(rows, row, column);
        }
        if (bits < 64 && value >> (bits - 1) != value >> 63) {
            throw tooLarge(rows, row, column, bits);
        }
        return value;
    }

    private static long shortInteger(byte[] bytes, int start, int end) {
        boolean negative = bytes[start] == '-';
        long value = 0;
        for (int i = negative ? start + 1 : start; i < end; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return negative ? -value : value;
    }

    private static long longInteger(Rows rows, int row, int column) throws ValueException {
        if (isFarTooLong(rows, row, column)) {
            throw tooManyDigits(rows, row, column);
        }
        BigDecimal value = decimal(rows, row, column);
        if (value.signum() == 0) {
            return 0;
        }
        if (value.precision() - (long) value.scale() > 19) {
            throw tooLarge(rows, row, column, 64);
        }
        if (value.stripTrailingZeros().scale() > 0) {
            throw Cells.refuse(
                    rows, row, column, "has digits after the decimal point, the column takes none", OUT_OF_RANGE);
        }
        BigInteger whole = value.toBigIntegerExact();
        if (whole.bitLength() > 63) {
            throw tooLarge(rows, row, column, 64);
        }
        return whole.longValue();
    }

    private static ValueException tooLarge(Rows rows, int row, int column, int bits) {
        return Cells.refuse(rows, row, column, "does not fit into " + bits + " bits", OUT_OF_RANGE);
    }

    /**
     * Returns a number with all its digits.
     *
     * @throws ValueException when it is not a number, or one with more than 150000 digits before or after the point
     */
    public static BigDecimal decimal(Rows rows, int row, int column) throws ValueException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (!isNumber(rows, row, column)) {
            throw Cells.refuse(rows, row, column, "is not a number", NOT_A_NUMBER);
        }
        if (end - start > MAX_DIGITS) {
            throw tooManyDigits(rows, row, column);
        }
        BigDecimal value;
        try {
            value = parsed(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw tooManyDigits(rows, row, column);
        }
        if (value.signum() == 0) {
            return Math.abs((long) value.scale()) > MAX_DIGITS ? BigDecimal.ZERO : value;
        }
        if (value.scale() > MAX_DIGITS || value.precision() - (long) value.scale() > MAX_DIGITS) {
            throw tooManyDigits(rows, row, column);
        }
        return value;
    }

    /**
     * Returns the number that a text of nothing but a number stands for. Zeros at both ends of a long one are no digits of it: to take
     * them off the number itself takes time that grows with their square.
     *
     * @throws NumberFormatException if it is no number, or its exponent does not fit into 32 bits
     */
    public static BigDecimal parsed(String text) {
        return text.length() <= LONG
                ? new BigDecimal(text)
                : LongNumber.of(text).value();
    }

    /** Whether a number has so many digits that no floating point number or integer has them; found without computing with it. */
    private static boolean isFarTooLong(Rows rows, int row, int column) {
        if (rows.end(row, column) - rows.start(row, column) <= LONG || !isNumber(rows, row, column)) {
            return false;
        }
        try {
            return LongNumber.of(Cells.characters(rows, row, column)).digits() > LONG;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static ValueException tooManyDigits(Rows rows, int row, int column) {
        return Cells.refuse(rows, row, column, "has more digits than any column holds", OUT_OF_RANGE);
    }

    /**
     * Returns a number that fits a column of fixed precision and scale. Surplus digits after the decimal point may only be
     * zeros, or those of the long form of a double that is a shorter number.
     *
     * @param precision the digits in all, or 0 for no limit, in which case the scale is not looked at either
     * @param scale the digits after the decimal point
     * @throws ValueException when it is not a number or the column would round or refuse it
     */
    public static BigDecimal decimal(Rows rows, int row, int column, int precision, int scale) throws ValueException {
        BigDecimal value = decimal(rows, row, column);
        if (precision <= 0) {
            return value;
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal shortest = fitting(value, scale);
        if (shortest.scale() > scale) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "has more digits after the decimal point than the " + scale + " that the column keeps",
                    OUT_OF_RANGE);
        }
        if (shortest.precision() - (long) shortest.scale() > (long) precision - scale) {
            throw Cells.refuse(
                    rows,
                    row,
                    column,
                    "has more digits before the point than the " + Math.max(0, precision - scale)
                            + " that the column keeps",
                    OUT_OF_RANGE);
        }
        return shortest;
    }

    /**
     * Returns a number with no more digits after the decimal point than a column keeps, where that is the same number: without zeros at
     * its end, or as the double whose long form it is.
     *
     * @param scale the digits after the decimal point, negative for whole tens and hundreds
     * @return a number of at most that scale, or one of a greater scale that the column would have to round
     */
    public static BigDecimal fitting(BigDecimal value, int scale) {
        if (value.scale() <= scale) {
            return value;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() <= scale ? stripped : shortForm(stripped);
    }

    /**
     * Returns the shortest decimal of a double, where a number is the long form of that double: it goes on as the exact value of
     * the double does, as {@code 0.10000000000000000555} does for 0.1. Returns any other number as it is.
     */
    public static BigDecimal shortForm(BigDecimal value) {
        return FloatingDigits.shortForm(value);
    }

    /**
     * Returns a binary floating point number that reads back as the same digits, or whose long form these are. The texts
     * {@code NaN}, {@code Infinity} and {@code -Infinity} are taken too.
     *
     * @throws ValueException when it is not a number, too large, or has more digits than a double keeps
     */
    public static double real(Rows rows, int row, int column) throws ValueException {
        if (rows.kind(row, column) == ValueKind.TEXT || rows.kind(row, column) == ValueKind.REAL) {
            String text = Cells.characters(rows, row, column);
            if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
                return Double.parseDouble(text);
            }
        } else if (rows.kind(row, column) == ValueKind.DECIMAL
                && rows.end(row, column) - rows.start(row, column) <= MAX_PRINTED) {
            double quotient = shortReal(rows.bytes(), rows.start(row, column), rows.end(row, column));
            if (!Double.isNaN(quotient)) {
                return quotient;
            }
            // What prints as it was written needs no comparison of decimals, which takes several times as long.
            String text = Cells.characters(rows, row, column);
            double value = Double.parseDouble(text);
            if (value != 0 && Double.toString(value).equals(text)) {
                return value;
            }
        }
        if (isFarTooLong(rows, row, column)) {
            throw Cells.refuse(rows, row, column, "has more digits than a double precision column keeps", OUT_OF_RANGE);
        }
        BigDecimal digits = decimal(rows, row, column);
        double value = digits.doubleValue();
        if (digits.signum() != 0 && !FloatingDigits.areOf(digits, value)) {
            throw Cells.refuse(rows, row, column, "has more digits than a double precision column keeps", OUT_OF_RANGE);
        }
        return value;
    }

    /**
     * Returns a decimal of at most 15 digits and no exponent, NaN for any other: its digits and the power of ten are exact as
     * doubles, so that their quotient is rounded once, and no decimal of so few digits shares its double with another.
     */
    private static double shortReal(byte[] bytes, int start, int end) {
        long digits = 0;
        int count = 0;
        int point = -1;
        for (int i = bytes[start] == '-' ? start + 1 : start; i < end; i++) {
            byte b = bytes[i];
            if (b == '.') {
                point = i;
            } else if (b < '0' || b > '9' || ++count > SAFE_DOUBLE_DIGITS) {
                return Double.NaN;
            } else {
                digits = digits * 10 + (b - '0');
            }
        }
        double whole = bytes[start] == '-' ? -digits : digits;
        return point < 0 ? whole : whole / POWERS_OF_TEN[end - point - 1];
    }

    /**
     * Returns a single precision number that reads back as the same digits.
     *
     * @throws ValueException when it is not a number, too large, or has more digits than a float keeps
     */
    public static float single(Rows rows, int row, int column) throws ValueException {
        if (rows.kind(row, column) == ValueKind.TEXT || rows.kind(row, column) == ValueKind.REAL) {
            String text = Cells.characters(rows, row, column);
            if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
                return Float.parseFloat(text);
            }
        }
        if (isFarTooLong(rows, row, column)) {
            throw Cells.refuse(rows, row, column, "has more digits than a single precision column keeps", OUT_OF_RANGE);
        }
        BigDecimal digits = decimal(rows, row, column);
        float value = digits.floatValue();
        if (digits.signum() != 0 && !FloatingDigits.areOf(digits, value)) {
            throw Cells.refuse(rows, row, column, "has more digits than a single precision column keeps", OUT_OF_RANGE);
        }
        return value;
    }

    /** Returns whether a double stands for exactly these digits: printed again in the shortest form, they come back. */
    public static boolean readsBack(BigDecimal digits, double value) {
        return FloatingDigits.readsBack(digits, value);
    }

    /** Returns whether a cell is a number or a text that holds nothing but a number. */
    public static boolean isNumber(Rows rows, int row, int column) {
        return switch (rows.kind(row, column)) {
            case INTEGER, DECIMAL -> true;
            case TEXT -> isNumber(rows.bytes(), rows.start(row, column), rows.end(row, column));
            case NULL, BOOLEAN, ARRAY, OBJECT, JSON, BYTES, RAW_TEXT, REAL -> false;
        };
    }

    private static boolean isNumber(byte[] bytes, int start, int end) {
        int i = start;
        if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
            i++;
        }
        int whole = digits(bytes, i, end);
        if (whole == i) {
            return false;
        }
        i = whole;
        if (i < end && bytes[i] == '.') {
            int fraction = digits(bytes, i + 1, end);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
            i++;
            if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
                i++;
            }
            int exponent = digits(bytes, i, end);
            if (exponent == i) {
                return false;
            }
            i = exponent;
        }
        return i == end;
    }

    private static int digits(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }
}

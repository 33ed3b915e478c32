package dev.restore.dialect.postgres.text;

/**
 * A cursor that takes a decimal number apart without making another one of it: sign, digits, point, exponent. The digits
 * are counted from 0, and each stands for a power of ten. Reused.
 */
public final class NumberText {

    /** Larger exponents have more digits than any column; the text format finds the words for that. */
    private static final int EXPONENT_DIGITS = 5;

    private byte[] bytes = {};
    private int first;
    private int whole;
    private int count;
    private int exponent;
    private int leading;
    private int trailing;
    private boolean negative;

    /** Reads a range whole; returns false when it is not a number, or one with a huge exponent. */
    public boolean read(byte[] source, int start, int end) {
        bytes = source;
        int i = start;
        negative = i < end && source[i] == '-';
        if (negative || (i < end && source[i] == '+')) {
            i++;
        }
        first = i;
        i = digits(i, end);
        whole = i - first;
        count = whole;
        if (whole == 0) {
            return false;
        }
        if (i < end && source[i] == '.') {
            int fraction = ++i;
            i = digits(i, end);
            count += i - fraction;
            if (i == fraction) {
                return false;
            }
        }
        exponent = 0;
        if (i < end && (source[i] | 0x20) == 'e') {
            i = readExponent(i + 1, end);
        }
        return i == end && trim();
    }

    private int digits(int from, int end) {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    /** Returns where it ends, or -1. */
    private int readExponent(int from, int end) {
        boolean below = from < end && bytes[from] == '-';
        int start = below || (from < end && bytes[from] == '+') ? from + 1 : from;
        int stop = digits(start, end);
        if (stop == start || stop - start > EXPONENT_DIGITS) {
            return -1;
        }
        for (int i = start; i < stop; i++) {
            exponent = exponent * 10 + bytes[i] - '0';
        }
        exponent = below ? -exponent : exponent;
        return stop;
    }

    private boolean trim() {
        leading = 0;
        while (leading < count && digit(leading) == 0) {
            leading++;
        }
        trailing = count;
        while (trailing > leading && digit(trailing - 1) == 0) {
            trailing--;
        }
        return true;
    }

    public boolean negative() {
        return negative;
    }

    public boolean zero() {
        return leading == trailing;
    }

    public int digit(int i) {
        return bytes[i < whole ? first + i : first + i + 1] - '0';
    }

    /** Returns the power of ten that a digit counts. */
    public int power(int i) {
        return whole + exponent - 1 - i;
    }

    /** Returns the first digit that is not 0. */
    public int firstDigit() {
        return leading;
    }

    /** Returns the last digit that is not 0. */
    public int lastDigit() {
        return trailing - 1;
    }

    public int digits() {
        return count;
    }

    /** Returns how many digits there are from the first to the last one that is not 0. */
    public int significant() {
        return trailing - leading;
    }

    /** Returns how many digits are written after the point, once the exponent is written out. */
    public int scale() {
        return Math.max(0, count - whole - exponent);
    }

    /** Returns the digits from the first to the last that is not 0, of which there are at most 18. */
    public long significand() {
        long value = 0;
        for (int i = leading; i < trailing; i++) {
            value = value * 10 + digit(i);
        }
        return value;
    }
}

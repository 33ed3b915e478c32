package dev.restore.dialect.postgres.binary;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.postgres.text.NumberText;

/** Writes int2, int4 and int8. What does not fit is left to the text format, where the server names it. */
final class BinaryInteger implements BinaryEncoder {

    private static final int MAX_DIGITS = 19;

    private final int size;
    private final NumberText number = new NumberText();

    /**
     * Creates an encoder.
     *
     * @param size the bytes of the type: 2, 4 or 8
     */
    BinaryInteger(int size) {
        this.size = size;
    }

    static BinaryInteger of(String base) {
        return new BinaryInteger(base.charAt(base.length() - 1) - '0');
    }

    @Override
    public boolean encode(BinaryBuffer out, Rows rows, int row, int column) {
        ValueKind kind = rows.kind(row, column);
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        return switch (kind) {
            case INTEGER, TEXT -> plain(out, bytes, start, end);
            case DECIMAL -> number.read(bytes, start, end) && decimal(out);
            default -> false;
        };
    }

    private boolean plain(BinaryBuffer out, byte[] bytes, int start, int end) {
        int i = start;
        boolean negative = i < end && bytes[i] == '-';
        if (negative || (i < end && bytes[i] == '+')) {
            i++;
        }
        if (i == end || end - i > MAX_DIGITS) {
            return false;
        }
        // Counted below zero, where there is one number more than above.
        long value = 0;
        for (; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 - digit;
        }
        // 19 digits of any kind stay above -10^19, which wraps around to something positive.
        return value <= 0 && put(out, value, negative);
    }

    /** Writes {@code 1.0} and {@code 1e2}, which are whole. */
    private boolean decimal(BinaryBuffer out) {
        if (number.zero()) {
            return put(out, 0, false);
        }
        int zeros = number.power(number.lastDigit());
        if (zeros < 0 || number.significant() + zeros > MAX_DIGITS) {
            return false;
        }
        long value = 0;
        for (int i = number.firstDigit(); i <= number.lastDigit(); i++) {
            value = value * 10 - number.digit(i);
        }
        for (int i = 0; i < zeros; i++) {
            value *= 10;
        }
        return value <= 0 && put(out, value, number.negative());
    }

    /**
     * Puts a number.
     *
     * @param below the number, with its sign turned to minus
     */
    private boolean put(BinaryBuffer out, long below, boolean negative) {
        if (!negative && below == Long.MIN_VALUE) {
            return false;
        }
        long value = negative ? below : -below;
        int bits = size * 8;
        if (bits < 64 && value >> (bits - 1) != value >> 63) {
            return false;
        }
        out.putInt(size);
        switch (size) {
            case 2 -> out.putShort((int) value);
            case 4 -> out.putInt((int) value);
            default -> out.putLong(value);
        }
        return true;
    }
}

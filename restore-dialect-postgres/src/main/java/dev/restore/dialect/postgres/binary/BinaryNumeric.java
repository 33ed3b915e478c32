package dev.restore.dialect.postgres.binary;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.text.NumberText;

/** Writes numeric: groups of four digits, counted from the point. */
final class BinaryNumeric implements BinaryEncoder {

    private static final int NEGATIVE = 0x4000;
    private static final int NOT_A_NUMBER = 0xc000;
    private static final int MAX_SCALE = 0x3fff;
    private static final int MAX_DIGITS = 16_000;
    private static final int HEADER = 8;

    private final boolean limited;
    private final int scale;
    private final NumberText number = new NumberText();

    BinaryNumeric(PgType type) {
        this.limited = type.limitsScale();
        this.scale = type.scale();
    }

    @Override
    public boolean encode(BinaryBuffer out, Rows rows, int row, int column) {
        ValueKind kind = rows.kind(row, column);
        if (kind != ValueKind.INTEGER && kind != ValueKind.DECIMAL && kind != ValueKind.TEXT) {
            return false;
        }
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (kind == ValueKind.TEXT && end - start == 3 && isNan(bytes, start)) {
            out.putInt(HEADER);
            header(out, 0, 0, NOT_A_NUMBER, 0);
            return true;
        }
        if (!number.read(bytes, start, end) || number.digits() > MAX_DIGITS || number.scale() > MAX_SCALE) {
            return false;
        }
        if (number.zero()) {
            out.putInt(HEADER);
            header(out, 0, 0, 0, number.scale());
            return true;
        }
        if (limited && number.power(number.lastDigit()) < -scale) {
            return false;
        }
        put(out);
        return true;
    }

    /** The infinities are left to the server: they came with version 14. */
    private static boolean isNan(byte[] bytes, int start) {
        return bytes[start] == 'N' && bytes[start + 1] == 'a' && bytes[start + 2] == 'N';
    }

    private void put(BinaryBuffer out) {
        int weight = Math.floorDiv(number.power(number.firstDigit()), 4);
        int last = Math.floorDiv(number.power(number.lastDigit()), 4);
        int groups = weight - last + 1;
        out.putInt(HEADER + 2 * groups);
        header(out, groups, weight, number.negative() ? NEGATIVE : 0, number.scale());
        int group = 0;
        for (int i = number.firstDigit(); i <= number.lastDigit(); i++) {
            group = group * 10 + number.digit(i);
            if ((number.power(i) & 3) == 0) {
                out.putShort(group);
                group = 0;
            }
        }
        int missing = number.power(number.lastDigit()) & 3;
        if (missing > 0) {
            out.putShort(missing == 1 ? group * 10 : missing == 2 ? group * 100 : group * 1000);
        }
    }

    private static void header(BinaryBuffer out, int groups, int weight, int sign, int digitsBehindPoint) {
        out.putShort(groups);
        out.putShort(weight);
        out.putShort(sign);
        out.putShort(digitsBehindPoint);
    }
}

package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.util.UUID;

/** UUIDs from cells. Stateless. */
public final class UuidValues {

    private static final int DIGITS = 32;

    private UuidValues() {}

    /**
     * Returns a UUID from a text of 32 hexadecimal digits in any case, with or without the hyphens, in braces or after
     * {@code urn:uuid:}.
     *
     * @throws ValueException when it is anything else
     */
    public static UUID uuid(Rows rows, int row, int column) throws ValueException {
        if (rows.kind(row, column) != ValueKind.TEXT) {
            throw refuse(rows, row, column);
        }
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (end - start == 45 && startsWithUrn(bytes, start)) {
            start += 9;
        } else if (end - start > 2 && bytes[start] == '{' && bytes[end - 1] == '}') {
            start++;
            end--;
        }
        boolean hyphens = end - start == DIGITS + 4;
        if (!hyphens && end - start != DIGITS) {
            throw refuse(rows, row, column);
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            if (hyphens && (i - start == 8 || i - start == 13 || i - start == 18 || i - start == 23)) {
                if (bytes[i] != '-') {
                    throw refuse(rows, row, column);
                }
                continue;
            }
            int digit = BinaryValues.hexDigit(bytes[i]);
            if (digit < 0) {
                throw refuse(rows, row, column);
            }
            if (digits++ < 16) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }

    private static boolean startsWithUrn(byte[] bytes, int start) {
        String prefix = "urn:uuid:";
        for (int i = 0; i < prefix.length(); i++) {
            if ((bytes[start + i] | 0x20) != (prefix.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static ValueException refuse(Rows rows, int row, int column) {
        return Cells.refuse(rows, row, column, "is not a UUID", "22018");
    }
}

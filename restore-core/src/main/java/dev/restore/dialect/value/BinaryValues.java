package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** Bytes from cells: {@code \x} and hexadecimal digits, or canonical base64. Stateless. */
public final class BinaryValues {

    private static final String STATE = "22018";

    private BinaryValues() {}

    /**
     * Returns the bytes of a binary value, or those that a text stands for. Base64 must be canonical, so that damage is not mistaken for data: the
     * alphabet of RFC 4648 section 4, padded to a multiple of four characters, the unused bits zero. The empty text
     * stands for no bytes.
     *
     * @throws ValueException when it is anything else
     */
    public static byte[] bytes(Rows rows, int row, int column) throws ValueException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (rows.kind(row, column) == ValueKind.BYTES) {
            return Arrays.copyOfRange(bytes, start, end);
        }
        if (rows.kind(row, column) != ValueKind.TEXT) {
            throw Cells.refuse(
                    rows, row, column, "cannot stand for bytes, only a text of base64 or \\x hex can", STATE);
        }
        if (isHex(bytes, start, end)) {
            return hex(rows, row, column);
        }
        return base64(rows, row, column);
    }

    private static boolean isHex(byte[] bytes, int start, int end) {
        return end - start >= 2 && bytes[start] == '\\' && bytes[start + 1] == 'x';
    }

    private static byte[] hex(Rows rows, int row, int column) throws ValueException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column) + 2;
        int digits = rows.end(row, column) - start;
        if (digits % 2 != 0) {
            throw Cells.refuse(rows, row, column, "has an odd number of hexadecimal digits", STATE);
        }
        byte[] decoded = new byte[digits / 2];
        for (int i = 0; i < decoded.length; i++) {
            int high = hexDigit(bytes[start + 2 * i]);
            int low = hexDigit(bytes[start + 2 * i + 1]);
            if (high < 0 || low < 0) {
                throw Cells.refuse(rows, row, column, "has a character that is not a hexadecimal digit", STATE);
            }
            decoded[i] = (byte) (high << 4 | low);
        }
        return decoded;
    }

    private static byte[] base64(Rows rows, int row, int column) throws ValueException {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (start == end) {
            return new byte[0];
        }
        if ((end - start) % 4 != 0) {
            throw Cells.refuse(rows, row, column, "is not base64: its length is not a multiple of four", STATE);
        }
        int unused = bytes[end - 2] == '=' ? 0x0f : bytes[end - 1] == '=' ? 0x03 : 0;
        int last = unused == 0x0f ? end - 3 : end - 2;
        if (unused != 0 && (base64Digit(bytes[last]) & unused) != 0) {
            throw Cells.refuse(rows, row, column, "is not canonical base64: its padding bits are not zero", STATE);
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            byte[] exact = new byte[decoded.remaining()];
            decoded.get(exact);
            return exact;
        } catch (IllegalArgumentException e) {
            throw Cells.refuse(rows, row, column, "is not base64", STATE);
        }
    }

    /** Returns whether a character may occur in base64, its padding included. */
    public static boolean isBase64Character(byte character) {
        return character == '=' || base64Digit(character) >= 0;
    }

    private static int base64Digit(byte character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        return character == '+' ? 62 : character == '/' ? 63 : -1;
    }

    static int hexDigit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int lower = character | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}

package dev.restore.engine;

import dev.restore.backup.BytesText;
import dev.restore.backup.WrittenForm;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Cells;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Brings texts that stand for bytes into one of the two forms that every dialect takes: {@code \x} and hexadecimal digits, or
 * canonical base64. Stateless.
 */
final class BytesDecoder {

    private static final String STATE = "22018";
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private BytesDecoder() {}

    static OneCell hex(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.TEXT) {
            return value;
        }
        byte[] bytes = value.bytes();
        int start = value.start(0, 0);
        int end = value.end(0, 0);
        boolean prefixed =
                end - start >= 2 && bytes[start + 1] == 'x' && (bytes[start] == '\\' || bytes[start] == '0');
        if (!BytesText.isHex(bytes, prefixed ? start + 2 : start, end)) {
            throw refuse(value, "is not pairs of hexadecimal digits, as the other bytes of the column are written");
        }
        if (prefixed && bytes[start] == '\\') {
            return value;
        }
        int from = prefixed ? start + 2 : start;
        byte[] text = new byte[end - from + 2];
        text[0] = '\\';
        text[1] = 'x';
        System.arraycopy(bytes, from, text, 2, end - from);
        return OneCell.text(text);
    }

    static OneCell base64(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.TEXT) {
            return value;
        }
        int start = value.start(0, 0);
        boolean backslash = value.end(0, 0) - start >= 2 && value.bytes()[start] == '\\' && value.bytes()[start + 1] == 'x';
        return backslash ? hex(value) : base64(value, start);
    }

    private static OneCell base64(OneCell value, int start) throws ValueException {
        byte[] bytes = value.bytes();
        int end = value.end(0, 0);
        if (BytesText.isBase64(bytes, start, end)) {
            return start == value.start(0, 0) ? value : new OneCell(ValueKind.TEXT, bytes, start, end);
        }
        if (!BytesText.isUnpadded(bytes, start, end)) {
            throw refuse(value, "is not canonical base64, as the other bytes of the column are written");
        }
        byte[] padded = new byte[(end - start + 3) / 4 * 4];
        Arrays.fill(padded, (byte) '=');
        System.arraycopy(bytes, start, padded, 0, end - start);
        return OneCell.text(padded);
    }

    /** Returns a decoder that leaves alone what stands for bytes in no way. */
    static CellDecoder amongTexts(CellDecoder decoder) {
        return value -> value.kind() == ValueKind.TEXT
                        && BytesText.form(value.bytes(), value.start(0, 0), value.end(0, 0)) == WrittenForm.NOT_BYTES
                ? value
                : decoder.decode(value);
    }

    static OneCell labelled(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.TEXT || value.start(0, 0) == value.end(0, 0)) {
            return value;
        }
        int start = BytesText.labelEnd(value.bytes(), value.start(0, 0), value.end(0, 0));
        if (start < 0) {
            throw refuse(value, "has no label, as the other bytes of the column have");
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(value.end(0, 0) - start);
        for (int i = start; i < value.end(0, 0); i++) {
            // MySQL breaks lines of base64.
            if (value.bytes()[i] != '\n') {
                line.write(value.bytes()[i]);
            }
        }
        return base64(OneCell.text(line.toByteArray()), 0);
    }

    static OneCell escaped(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.TEXT) {
            return value;
        }
        byte[] bytes = value.bytes();
        int end = value.end(0, 0);
        ByteArrayOutputStream hex = new ByteArrayOutputStream(2 + 2 * (end - value.start(0, 0)));
        hex.write('\\');
        hex.write('x');
        for (int i = value.start(0, 0); i < end; i++) {
            if (bytes[i] == '\\') {
                if (end - i < 4 || bytes[i + 1] != 'x' || !BytesText.isHex(bytes, i + 2, i + 4)) {
                    throw refuse(value, "has a backslash that does not stand before x and two hexadecimal digits");
                }
                hex.write(bytes[i + 2]);
                hex.write(bytes[i + 3]);
                i += 3;
            } else if (bytes[i] < 0x20 || bytes[i] == 0x7f) {
                throw refuse(value, "has a character that is not printable and not written as \\xHH");
            } else {
                write(bytes[i], hex);
            }
        }
        return OneCell.text(hex.toByteArray());
    }

    static OneCell certain(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.TEXT) {
            return value;
        }
        return switch (BytesText.form(value.bytes(), value.start(0, 0), value.end(0, 0))) {
            case BACKSLASH_HEX, PREFIXED_HEX, HEX -> hex(value);
            case BASE64, WORD_OR_BASE64, UNPADDED_BASE64 -> base64(value);
            case NO_BYTES -> value;
            default ->
                throw refuse(
                        value,
                        "appears only behind the first rows, from which the plan was made, and can be read in no"
                                + " certain way; say how bytes are written (binaryText, --binary-text)");
        };
    }

    static OneCell text(OneCell value) throws ValueException {
        if (value.kind() == ValueKind.TEXT) {
            WrittenForm form = BytesText.form(value.bytes(), value.start(0, 0), value.end(0, 0));
            if (form != WrittenForm.NOT_BYTES && form != WrittenForm.NO_BYTES) {
                throw refuse(value, "could be bytes, and the first texts of the column were none");
            }
        }
        return value;
    }

    /** Returns bytes in the form that every dialect takes. */
    static OneCell cell(byte[] bytes) {
        ByteArrayOutputStream hex = new ByteArrayOutputStream(2 + 2 * bytes.length);
        hex.write('\\');
        hex.write('x');
        for (byte b : bytes) {
            write(b, hex);
        }
        return OneCell.text(hex.toByteArray());
    }

    private static void write(byte b, ByteArrayOutputStream hex) {
        hex.write(HEX_DIGITS[b >> 4 & 0xf]);
        hex.write(HEX_DIGITS[b & 0xf]);
    }

    private static ValueException refuse(OneCell value, String clause) {
        return Cells.refuse(value, 0, 0, clause, STATE);
    }
}

package dev.restore.engine.value;

import dev.restore.backup.BytesText;
import dev.restore.backup.WrittenForm;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import dev.restore.dialect.value.Cells;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** Takes bytes out of texts that stand for them. Canonical base64 is left to the dialects. Stateless. */
final class BytesDecoder {

    private static final String STATE = "22018";

    private BytesDecoder() {}

    static OneCell hex(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.TEXT) {
            return value;
        }
        byte[] bytes = value.bytes();
        int start = value.start(0, 0);
        int end = value.end(0, 0);
        boolean prefixed = end - start >= 2 && bytes[start + 1] == 'x' && (bytes[start] == '\\' || bytes[start] == '0');
        if (!BytesText.isHex(bytes, prefixed ? start + 2 : start, end)) {
            throw refuse(value, "is not pairs of hexadecimal digits, as the other bytes of the column are written");
        }
        return cell(HexFormat.of().parseHex(Cells.characters(value, 0, 0), prefixed ? 2 : 0, end - start));
    }

    static OneCell base64(OneCell value) throws ValueException {
        if (value.kind() != ValueKind.TEXT) {
            return value;
        }
        int start = value.start(0, 0);
        boolean backslash =
                value.end(0, 0) - start >= 2 && value.bytes()[start] == '\\' && value.bytes()[start + 1] == 'x';
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
                ? text(value)
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
        ByteArrayOutputStream plain = new ByteArrayOutputStream(end - value.start(0, 0));
        for (int i = value.start(0, 0); i < end; i++) {
            if (bytes[i] == '\\') {
                if (end - i < 4 || bytes[i + 1] != 'x' || !BytesText.isHex(bytes, i + 2, i + 4)) {
                    throw refuse(value, "has a backslash that does not stand before x and two hexadecimal digits");
                }
                plain.write(Character.digit(bytes[i + 2], 16) << 4 | Character.digit(bytes[i + 3], 16));
                i += 3;
            } else if (bytes[i] < 0x20 || bytes[i] == 0x7f) {
                throw refuse(value, "has a character that is not printable and not written as \\xHH");
            } else {
                plain.write(bytes[i]);
            }
        }
        return cell(plain.toByteArray());
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
                        "appears only after the first rows, from which the plan was made, and can be read in no"
                                + " certain way; say how bytes are written (binaryText, --binary-text)");
        };
    }

    /** Keeps a text a text, although its column is declared for bytes. */
    static OneCell text(OneCell value) {
        return value.kind() == ValueKind.TEXT
                ? new OneCell(ValueKind.RAW_TEXT, value.bytes(), value.start(0, 0), value.end(0, 0))
                : value;
    }

    static OneCell cell(byte[] bytes) {
        return new OneCell(ValueKind.BYTES, bytes, 0, bytes.length);
    }

    private static ValueException refuse(OneCell value, String clause) {
        return Cells.refuse(value, 0, 0, clause, STATE);
    }
}

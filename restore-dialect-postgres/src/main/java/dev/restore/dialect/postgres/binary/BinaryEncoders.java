package dev.restore.dialect.postgres.binary;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.postgres.catalog.PgType;
import dev.restore.dialect.postgres.text.CellEncoder;
import dev.restore.dialect.postgres.text.CellEncoders;
import dev.restore.dialect.value.BinaryValues;
import java.sql.SQLException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Chooses the binary encoder for a type, if there is one, and holds the short ones. */
public final class BinaryEncoders {

    private static final int UUID_DIGITS = 32;
    private static final int UUID_HYPHENS = 4;

    /** The version of the format, which comes before the text of a jsonb. */
    private static final int JSONB_VERSION = 1;

    private final ZoneId zone;
    private final CellEncoders texts;

    public BinaryEncoders(ZoneId zone, CellEncoders texts) {
        this.zone = zone;
        this.texts = texts;
    }

    /** Returns the encoder, or null when values of this type only go as text. */
    @Nullable
    public BinaryEncoder of(PgType type) {
        return switch (type.family()) {
            case BOOLEAN -> BinaryEncoders::bool;
            case INTEGER -> BinaryInteger.of(type.base());
            case DECIMAL -> new BinaryNumeric(type);
            case FLOAT -> new BinaryFloat(type.base().equals("float4"));
            case TEXT -> sameAsText(type);
            case BINARY -> BinaryEncoders::binary;
            case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE ->
                new BinaryTemporal(type.family(), type.scale(), zone);
            case UUID -> BinaryEncoders::uuid;
            case JSON -> type.base().equals("jsonb") ? jsonb(type) : sameAsText(type);
            case ARRAY -> array(type);
            case OTHER -> type.kind() == 'e' ? sameAsText(type) : null;
            case ANY -> null;
        };
    }

    private @Nullable BinaryEncoder array(PgType type) {
        PgType element = type.element();
        BinaryEncoder elements = element == null || element.oid() == 0 ? null : of(element);
        return elements == null ? null : new BinaryArray(type, elements);
    }

    /** For types whose binary form is their characters: the text format's own encoder, less what COPY escapes. */
    private BinaryEncoder sameAsText(PgType type) {
        CellEncoder text = texts.of(type);
        return (out, rows, row, column) -> {
            int start = out.open();
            text.encode(out, rows, row, column);
            out.close(start);
            return true;
        };
    }

    private BinaryEncoder jsonb(PgType type) {
        CellEncoder text = texts.of(type);
        return (out, rows, row, column) -> {
            int start = out.open();
            out.putByte(JSONB_VERSION);
            text.encode(out, rows, row, column);
            out.close(start);
            return true;
        };
    }

    private static boolean bool(BinaryBuffer out, Rows rows, int row, int column) {
        byte[] bytes = rows.bytes();
        int start = rows.start(row, column);
        int length = rows.end(row, column) - start;
        boolean value;
        switch (rows.kind(row, column)) {
            case BOOLEAN -> value = bytes[start] == 't';
            case INTEGER, TEXT -> {
                value = is(bytes, start, length, "1")
                        || is(bytes, start, length, "t")
                        || is(bytes, start, length, "true");
                if (!value
                        && !is(bytes, start, length, "0")
                        && !is(bytes, start, length, "f")
                        && !is(bytes, start, length, "false")) {
                    return false;
                }
            }
            default -> {
                return false;
            }
        }
        out.putInt(1);
        out.putByte(value ? 1 : 0);
        return true;
    }

    private static boolean is(byte[] bytes, int start, int length, String word) {
        if (length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean binary(BinaryBuffer out, Rows rows, int row, int column) throws SQLException {
        if (rows.kind(row, column) == ValueKind.BYTES) {
            int start = rows.start(row, column);
            int end = rows.end(row, column);
            out.putInt(end - start);
            out.plain(rows.bytes(), start, end);
            return true;
        }
        byte[] bytes = BinaryValues.bytes(rows, row, column);
        out.putInt(bytes.length);
        out.plain(bytes, 0, bytes.length);
        return true;
    }

    private static boolean uuid(BinaryBuffer out, Rows rows, int row, int column) {
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        boolean hyphens = end - start == UUID_DIGITS + UUID_HYPHENS;
        if (rows.kind(row, column) != ValueKind.TEXT || (!hyphens && end - start != UUID_DIGITS)) {
            return false;
        }
        byte[] bytes = rows.bytes();
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            if (hyphens && isHyphenPlace(i - start)) {
                if (bytes[i] != '-') {
                    return false;
                }
                continue;
            }
            int digit = hexDigit(bytes[i]);
            if (digit < 0) {
                return false;
            }
            if (digits++ < UUID_DIGITS / 2) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        out.putInt(16);
        out.putLong(high);
        out.putLong(low);
        return true;
    }

    private static boolean isHyphenPlace(int place) {
        return place == 8 || place == 13 || place == 18 || place == 23;
    }

    private static int hexDigit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int lower = character | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}

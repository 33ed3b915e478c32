package dev.restore.backup;

import dev.restore.catalog.ValueKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How values are written that say themselves what is to be stored: an object of one field, whose value is a string. Where such
 * values may occur, an object of the JSON itself whose first field begins with {@code $} is written in the form of {@link #JSON}, so
 * that no value is mistaken for another.
 *
 * <p>They may occur in backups of our own format from version 2 on, and in rows whose first field is {@link #MARK}.
 */
public enum TypedForm {
    /** Bytes, in base64. */
    BYTES("$bytes", ValueKind.BYTES, true),
    /** A text that is to stay one. */
    TEXT("$text", ValueKind.RAW_TEXT, false),
    /** The bytes of a text that is not valid UTF-8, in base64. */
    TEXT_BYTES("$text_bytes", ValueKind.RAW_TEXT, true),
    /** A floating point number that has no digits: {@code Infinity}, {@code -Infinity} or {@code NaN}. */
    REAL("$real", ValueKind.REAL, false),
    /** The text of a JSON value, character for character. */
    JSON("$json", ValueKind.JSON, false);

    /** What the first field of an object begins with that is not a value of the JSON itself. */
    public static final char FIRST = '$';

    /** The first field of a row, with the number of the version, that has typed values outside of a backup of our own format. */
    public static final String MARK = "$restore_types";

    /** The version of the format from which on there are typed values. */
    public static final int VERSION = 2;

    private final String field;
    private final ValueKind kind;
    private final boolean base64;

    TypedForm(String field, ValueKind kind, boolean base64) {
        this.field = field;
        this.kind = kind;
        this.base64 = base64;
    }

    /** Returns the name of the field. */
    public String field() {
        return field;
    }

    /** Returns whether the string is base64. */
    public boolean base64() {
        return base64;
    }

    public ValueKind kind() {
        return kind;
    }

    /** Returns the form of a value. */
    public static TypedForm of(ValueKind kind, byte[] value, int start, int end) {
        return switch (kind) {
            case BYTES -> BYTES;
            case REAL -> REAL;
            case RAW_TEXT -> isUtf8(value, start, end) ? TEXT : TEXT_BYTES;
            case NULL, TEXT, INTEGER, DECIMAL, BOOLEAN, ARRAY, OBJECT, JSON -> JSON;
        };
    }

    private static boolean isUtf8(byte[] bytes, int start, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    public static @Nullable TypedForm of(String field) {
        return switch (field) {
            case "$bytes" -> BYTES;
            case "$text" -> TEXT;
            case "$text_bytes" -> TEXT_BYTES;
            case "$real" -> REAL;
            case "$json" -> JSON;
            default -> null;
        };
    }

    /** Returns whether an object of compact JSON would be mistaken for a typed value. */
    public static boolean looksTyped(byte[] json, int start, int end) {
        return end - start > 2 && json[start] == '{' && json[start + 1] == '"' && json[start + 2] == FIRST;
    }
}

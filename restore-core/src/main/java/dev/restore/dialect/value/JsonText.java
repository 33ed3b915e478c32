package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.ValueException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A strict cursor over JSON in UTF-8, as RFC 8259 has it. Used by one thread. */
public final class JsonText {

    private static final int MAX_DEPTH = 3000;

    private final byte[] bytes;
    private final int end;
    private int at;

    /** Begins at {@code start}; {@code end} is exclusive. */
    public JsonText(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Returns whether the whole range is one array or object and nothing else. */
    public static boolean isDocument(byte[] bytes, int start, int end) {
        JsonText text = new JsonText(bytes, start, end);
        text.skipSpace();
        return (text.peek() == '{' || text.peek() == '[') && text.skipValue(0) && text.atEnd();
    }

    /** Returns the index of the next byte. */
    public int position() {
        return at;
    }

    /** Returns whether nothing but space is left. */
    public boolean atEnd() {
        skipSpace();
        return at >= end;
    }

    /** Returns the next byte that is not a space, or -1 at the end. */
    public int peek() {
        skipSpace();
        return at < end ? bytes[at] : -1;
    }

    /** Takes the next byte that is not a space when it is this one, and returns whether it was. */
    public boolean take(char expected) {
        if (peek() == expected) {
            at++;
            return true;
        }
        return false;
    }

    /** Passes over the next value; returns false where there is no valid one, or one nested deeper than 1000 levels. */
    public boolean skipValue() {
        return skipValue(0);
    }

    private boolean skipValue(int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        return switch (peek()) {
            case '{' -> skipObject(depth);
            case '[' -> skipArray(depth);
            case '"' -> skipString();
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        };
    }

    private boolean skipObject(int depth) {
        at++;
        if (take('}')) {
            return true;
        }
        do {
            if (peek() != '"' || !skipString() || !take(':') || !skipValue(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    private boolean skipArray(int depth) {
        at++;
        if (take(']')) {
            return true;
        }
        do {
            if (!skipValue(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take(']');
    }

    private boolean skipString() {
        at++;
        while (at < end) {
            int b = bytes[at++];
            if (b == '"') {
                return true;
            }
            if (b >= 0 && b < ' ') {
                return false;
            }
            if (b == '\\' && !skipEscape()) {
                return false;
            }
        }
        return false;
    }

    private boolean skipEscape() {
        if (at >= end) {
            return false;
        }
        int escaped = bytes[at++];
        if (escaped != 'u') {
            return "\"\\/bfnrt".indexOf(escaped) >= 0;
        }
        int unit = hex();
        if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff)) {
            return false;
        }
        if (unit >= 0xd800 && unit <= 0xdbff) {
            if (at + 1 >= end || bytes[at] != '\\' || bytes[at + 1] != 'u') {
                return false;
            }
            at += 2;
            int low = hex();
            return low >= 0xdc00 && low <= 0xdfff;
        }
        return true;
    }

    private int hex() {
        if (end - at < 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(bytes[at++], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean skipWord(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at >= end || bytes[at++] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean skipNumber() {
        if (at < end && bytes[at] == '-') {
            at++;
        }
        boolean zero = at < end && bytes[at] == '0';
        int digits = skipDigits();
        if (digits == 0 || (zero && digits > 1)) {
            return false;
        }
        if (at < end && bytes[at] == '.') {
            at++;
            if (skipDigits() == 0) {
                return false;
            }
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            return skipDigits() > 0;
        }
        return true;
    }

    private int skipDigits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - start;
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** Takes a string and returns its characters as UTF-8, or null when there is none. */
    public byte @Nullable [] takeString() {
        if (peek() != '"') {
            return null;
        }
        int start = at + 1;
        if (!skipString()) {
            return null;
        }
        return unescaped(start, at - 1);
    }

    private byte[] unescaped(int start, int stop) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(stop - start);
        int i = start;
        while (i < stop) {
            byte b = bytes[i++];
            if (b != '\\') {
                out.write(b);
                continue;
            }
            byte escaped = bytes[i++];
            if (escaped == 'u') {
                int units = 1;
                char first = unit(i);
                i += 4;
                String character = String.valueOf(first);
                if (Character.isHighSurrogate(first)) {
                    units = 2;
                    character += unit(i + 2);
                    i += 6;
                }
                byte[] encoded = character.substring(0, units).getBytes(StandardCharsets.UTF_8);
                out.write(encoded, 0, encoded.length);
            } else {
                out.write(
                        switch (escaped) {
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> escaped;
                        });
            }
        }
        return out.toByteArray();
    }

    private char unit(int from) {
        return (char) Integer.parseInt(new String(bytes, from, 4, StandardCharsets.ISO_8859_1), 16);
    }

    /**
     * Takes the next value as a cell, a string as its characters, arrays and objects as they stand.
     *
     * @throws ValueException when there is no valid one
     */
    public OneCell takeCell() throws ValueException {
        int next = peek();
        byte[] characters = takeString();
        if (characters != null) {
            return OneCell.text(characters);
        }
        int start = at;
        if (!skipValue()) {
            throw new ValueException(0, 0, "is not valid JSON", "22032");
        }
        return new OneCell(kind(next, start), bytes, start, at);
    }

    private ValueKind kind(int first, int start) {
        return switch (first) {
            case 'n' -> ValueKind.NULL;
            case 't', 'f' -> ValueKind.BOOLEAN;
            case '{' -> ValueKind.OBJECT;
            case '[' -> ValueKind.ARRAY;
            default -> isWhole(bytes, start, at) ? ValueKind.INTEGER : ValueKind.DECIMAL;
        };
    }

    /** Returns whether the digits of a number have neither fraction nor exponent. */
    public static boolean isWhole(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '.' || (bytes[i] | 0x20) == 'e') {
                return false;
            }
        }
        return true;
    }

    /** Writes characters as a JSON string: quotes, backslashes and control characters escaped. */
    public static void writeString(byte[] characters, int start, int end, ByteArrayOutputStream out) {
        out.write('"');
        for (int i = start; i < end; i++) {
            byte b = characters[i];
            if (b == '"' || b == '\\') {
                out.write('\\');
                out.write(b);
            } else if (b >= 0 && b < ' ') {
                out.writeBytes("\\u%04x".formatted(b).getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.write(b);
            }
        }
        out.write('"');
    }

    /** Returns a JSON value without the space between its tokens. */
    public static byte[] compact(byte[] json, int start, int end) {
        ByteArrayOutputStream compact = new ByteArrayOutputStream(end - start);
        writeCompact(json, start, end, compact);
        return compact.toByteArray();
    }

    /** Writes JSON without the space between its tokens. */
    public static void writeCompact(byte[] json, int start, int end, ByteArrayOutputStream out) {
        boolean inString = false;
        for (int i = start; i < end; i++) {
            byte b = json[i];
            if (inString) {
                out.write(b);
                if (b == '\\') {
                    out.write(json[++i]);
                }
                inString = b != '"';
            } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                out.write(b);
                inString = b == '"';
            }
        }
    }
}

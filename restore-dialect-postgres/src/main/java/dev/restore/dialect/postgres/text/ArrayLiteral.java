package dev.restore.dialect.postgres.text;

import dev.restore.dialect.postgres.read.ArrayDecoder;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes an array literal apart, as strictly as the server: braces in pairs, a delimiter between elements, nothing after the end. An
 * element that only some versions of the server take, with quotes or backslashes in the middle, is none.
 */
final class ArrayLiteral {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] text;
    private final int end;
    private final char delimiter;
    private final ByteArrayOutputStream json;
    private int at;

    private ArrayLiteral(byte[] text, int from, int end, char delimiter) {
        this.text = text;
        this.at = from;
        this.end = end;
        this.delimiter = delimiter;
        this.json = new ByteArrayOutputStream(end - from + (end - from) / 4);
    }

    /**
     * Returns a JSON array with each element as a string, or null.
     *
     * @param from where the first brace is
     * @param end exclusive
     * @throws Malformed if it is no such literal, or has more dimensions than an array can have
     */
    static byte[] toJson(byte[] text, int from, int end, char delimiter) throws Malformed {
        ArrayLiteral literal = new ArrayLiteral(text, from, end, delimiter);
        literal.array(1);
        if (literal.next() >= 0) {
            throw new Malformed();
        }
        return literal.json.toByteArray();
    }

    private void array(int dimension) throws Malformed {
        if (next() != '{' || dimension > ArrayEncoder.MAX_DIMENSIONS) {
            throw new Malformed();
        }
        at++;
        json.write('[');
        if (next() == '}') {
            at++;
            json.write(']');
            return;
        }
        while (true) {
            switch (next()) {
                case '{' -> array(dimension + 1);
                case '"' -> quoted();
                default -> plain();
            }
            int following = next();
            at++;
            if (following == '}') {
                json.write(']');
                return;
            }
            if (following != delimiter) {
                throw new Malformed();
            }
            json.write(',');
        }
    }

    private void quoted() throws Malformed {
        ByteArrayOutputStream characters = new ByteArrayOutputStream();
        at++;
        while (at < end && text[at] != '"') {
            if (text[at] == '\\') {
                at++;
            }
            if (at < end) {
                characters.write(text[at++]);
            }
        }
        if (at >= end) {
            throw new Malformed();
        }
        at++;
        JsonText.writeString(characters.toByteArray(), 0, characters.size(), json);
    }

    private void plain() throws Malformed {
        int from = at;
        while (at < end && text[at] != delimiter && text[at] != '}') {
            if (text[at] == '"' || text[at] == '\\' || text[at] == '{') {
                throw new Malformed();
            }
            at++;
        }
        int to = at;
        while (to > from && ArrayDecoder.isBlank(text[to - 1])) {
            to--;
        }
        if (to == from) {
            throw new Malformed();
        }
        if (new String(text, from, to - from, StandardCharsets.ISO_8859_1).equalsIgnoreCase("null")) {
            json.writeBytes(NULL);
        } else {
            JsonText.writeString(text, from, to, json);
        }
    }

    /** Passes over space, and returns the byte after it, or -1 at the end. */
    private int next() {
        while (at < end && ArrayDecoder.isBlank(text[at])) {
            at++;
        }
        return at < end ? text[at] : -1;
    }

    /** No array literal. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed() {
            super("", null, false, false);
        }
    }
}

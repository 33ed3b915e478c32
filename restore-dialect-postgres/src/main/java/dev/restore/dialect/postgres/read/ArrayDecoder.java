package dev.restore.dialect.postgres.read;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.ReadRows;
import dev.restore.dialect.value.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Turns an array literal into a JSON array. One whose subscripts do not begin at 1, or with an element that a JSON array cannot hold,
 * stays the literal. The server writes none of the blanks that it takes between elements.
 */
public final class ArrayDecoder implements CellDecoder {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.ISO_8859_1);

    private final CellDecoder elements;
    private final char delimiter;
    private final ReadRows element = new ReadRows(1);
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private byte[] characters = new byte[1 << 8];

    /** Whether an element would come back as another value, as the null of JSON would as a missing one. */
    private boolean typed;

    /**
     * Creates a decoder.
     *
     * @param elements decodes the elements
     * @param delimiter stands between them
     */
    public ArrayDecoder(CellDecoder elements, char delimiter) {
        this.elements = elements;
        this.delimiter = delimiter;
    }

    @Override
    public void decode(byte[] text, int from, int to, ReadRows rows) throws SQLException {
        int brace = from;
        while (brace < to && isBlank(text[brace])) {
            brace++;
        }
        if (brace == to || text[brace] != '{') {
            rows.add(ValueKind.TEXT, text, from, to);
            return;
        }
        json.reset();
        typed = false;
        if (characters.length < to - from) {
            characters = new byte[to - from];
        }
        int at = brace;
        while (at < to) {
            byte b = text[at];
            if (isBlank(b)) {
                at++;
            } else if (b == '{') {
                json.write('[');
                at++;
            } else if (b == '}') {
                json.write(']');
                at++;
            } else if (b == delimiter) {
                json.write(',');
                at++;
            } else {
                at = b == '"' ? quoted(text, at + 1) : plain(text, at);
            }
        }
        if (typed) {
            rows.add(ValueKind.TEXT, text, from, to);
        } else {
            rows.add(ValueKind.ARRAY, json.toByteArray(), 0, json.size());
        }
    }

    private int quoted(byte[] text, int from) throws SQLException {
        int used = 0;
        int at = from;
        while (text[at] != '"') {
            if (text[at] == '\\') {
                at++;
            }
            characters[used++] = text[at++];
        }
        element(used);
        return at + 1;
    }

    private int plain(byte[] text, int from) throws SQLException {
        int at = from;
        while (text[at] != delimiter && text[at] != '}') {
            characters[at - from] = text[at];
            at++;
        }
        int length = at - from;
        while (length > 0 && isBlank(characters[length - 1])) {
            length--;
        }
        if (new String(characters, 0, length, StandardCharsets.UTF_8).equalsIgnoreCase("NULL")) {
            json.writeBytes(NULL);
        } else {
            element(length);
        }
        return at;
    }

    /** Returns whether the server passes over a byte between elements. */
    public static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private void element(int length) throws SQLException {
        element.clear();
        elements.decode(characters, 0, length, element);
        int from = element.start(0, 0);
        int to = element.end(0, 0);
        switch (element.kind(0, 0)) {
            case NULL -> json.writeBytes(NULL);
            case TEXT -> JsonText.writeString(element.bytes(), from, to, json);
            case INTEGER, DECIMAL, BOOLEAN, ARRAY, OBJECT -> json.write(element.bytes(), from, to - from);
            case JSON, BYTES, RAW_TEXT, REAL -> typed = true;
        }
    }
}

package dev.restore.dialect.value;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts from cells of any kind: numbers as their digits, booleans as words, arrays and objects as JSON. Stateless. */
public final class TextValues {

    private static final String NOT_TEXT = "22018";
    private static final String NOT_CHARACTERS = "22021";

    private TextValues() {}

    /**
     * Returns the characters of a cell that is not null.
     *
     * @throws ValueException when it is bytes, or a text that is not valid UTF-8
     */
    public static String text(Rows rows, int row, int column) throws ValueException {
        requireCharacters(rows, row, column);
        return Cells.characters(rows, row, column);
    }

    /**
     * Returns the characters of a cell for a column of limited length.
     *
     * @param most the most characters (Unicode code points), or 0 for no limit
     * @throws ValueException when there are more, trailing spaces included, or when it is bytes, or a text that is not valid UTF-8
     */
    public static String text(Rows rows, int row, int column, int most) throws ValueException {
        requireLength(rows, row, column, most);
        return text(rows, row, column);
    }

    /** Refuses bytes, and a text that is not valid UTF-8. */
    public static void requireCharacters(Rows rows, int row, int column) throws ValueException {
        ValueKind kind = rows.kind(row, column);
        if (kind == ValueKind.BYTES) {
            throw Cells.refuse(rows, row, column, "cannot become a text", NOT_TEXT);
        }
        if (kind == ValueKind.RAW_TEXT && !isUtf8(rows.bytes(), rows.start(row, column), rows.end(row, column))) {
            throw Cells.refuse(rows, row, column, "has bytes that are not valid UTF-8", NOT_CHARACTERS);
        }
    }

    /** Returns whether bytes are valid UTF-8. */
    public static boolean isUtf8(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        if (i == end) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, i, end - i));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * Refuses a cell with more characters than a column keeps.
     *
     * @param most the most characters (Unicode code points), or 0 for no limit
     */
    public static void requireLength(Rows rows, int row, int column, int most) throws ValueException {
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (most <= 0 || end - start <= most) {
            return;
        }
        byte[] bytes = rows.bytes();
        int characters = 0;
        for (int i = start; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                characters++;
            }
        }
        if (characters > most) {
            throw Cells.refuse(
                    rows, row, column, "of " + characters + " characters is longer than the column's " + most, "22001");
        }
    }
}

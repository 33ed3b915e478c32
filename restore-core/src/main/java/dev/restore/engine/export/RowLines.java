package dev.restore.engine.export;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.TypedForm;
import dev.restore.catalog.ValueKind;
import dev.restore.dialect.OneCell;
import dev.restore.dialect.Rows;
import dev.restore.dialect.value.Cells;
import dev.restore.dialect.value.JsonCells;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes rows of a table as JSON objects, one on each line, into a buffer that is used again. Used by one thread. */
final class RowLines {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final String OTHER_READERS =
            " that readers of this format would take for another value; write the library's own format, or leave it out";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Marks the bytes that cannot stand in a JSON string as they are. */
    private static final boolean[] ESCAPED = new boolean[256];

    static {
        Arrays.fill(ESCAPED, 0, ' ', true);
        ESCAPED['"'] = true;
        ESCAPED['\\'] = true;
    }

    /** What stands in front of each value: a brace or comma, and the name. */
    private final byte[][] heads;

    private final byte[] tail;

    /** What readers of the backup take at most. */
    private final ReadLimits limits;

    /** Whether values may be in a typed form. */
    private final boolean typedForms;

    private byte[] line = new byte[1 << 12];
    private int length;
    private boolean typed;
    private final boolean[] nulls;

    /**
     * Creates a writer.
     *
     * @param typedForms whether the readers of the format know typed values
     * @param limits what they take
     */
    RowLines(RowForm form, boolean typedForms, ReadLimits limits) {
        heads = form.heads().toArray(byte[][]::new);
        tail = form.tail();
        nulls = new boolean[heads.length];
        this.typedForms = typedForms;
        this.limits = limits;
    }

    /** A value that readers would not take or take for another. */
    static final class Unwritable extends Exception {

        private static final long serialVersionUID = 1L;

        private final int column;

        private Unwritable(int column, String reason) {
            super(reason);
            this.column = column;
        }

        /** Returns which column of the form it is in, -1 for the row as a whole. */
        int column() {
            return column;
        }
    }

    /** Returns whether a row so far had no value in a column. */
    boolean hadNull(int column) {
        return nulls[column];
    }

    /** Returns whether a value of a row so far was written in a typed form. */
    boolean typed() {
        return typed;
    }

    /**
     * Writes a row into {@link #line}, with a line feed after it, and returns how long it is.
     *
     * @throws Unwritable when it could not be read again as what it is
     */
    int write(Rows rows, int row) throws Unwritable {
        length = 0;
        byte[] source = rows.bytes();
        int last = heads.length - 1;
        if (rows.end(row, last) - rows.start(row, 0) > limits.rowBytes()) {
            throw new Unwritable(
                    -1,
                    "is longer than the " + limits.rowBytes()
                            + " bytes that a reader with this heap takes (ReadLimits.rowBytes); give the JVM more heap");
        }
        for (int column = 0; column <= last; column++) {
            put(heads[column], 0, heads[column].length);
            ValueKind kind = rows.kind(row, column);
            if (kind == ValueKind.NULL) {
                nulls[column] = true;
                put(NULL, 0, NULL.length);
            } else if (kind == ValueKind.TEXT) {
                int start = rows.start(row, column);
                int end = rows.end(row, column);
                if (end - start > limits.textLength()) {
                    requireLength(source, start, end, column);
                }
                text(source, start, end);
            } else if (kind.typed()) {
                typed(rows, row, column);
            } else {
                plain(rows, row, column);
            }
        }
        put(tail, 0, tail.length);
        return length;
    }

    /** Writes digits, words, arrays and objects. */
    private void plain(Rows rows, int row, int column) throws Unwritable {
        byte[] source = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        if (typedForms && rows.kind(row, column) == ValueKind.OBJECT && TypedForm.looksTyped(source, start, end)) {
            typed(TypedForm.JSON, source, start, end, column);
            return;
        }
        put(source, start, end - start);
    }

    private void typed(Rows rows, int row, int column) throws Unwritable {
        byte[] source = rows.bytes();
        int start = rows.start(row, column);
        int end = rows.end(row, column);
        ValueKind kind = rows.kind(row, column);
        if (typedForms) {
            typed(TypedForm.of(kind, source, start, end), source, start, end, column);
        } else if (kind == ValueKind.JSON) {
            OneCell plain = JsonCells.plain(source, start, end)
                    .orElseThrow(() -> new Unwritable(column, "holds JSON" + OTHER_READERS));
            if (plain.kind() == ValueKind.TEXT) {
                text(plain.bytes(), plain.start(0, 0), plain.end(0, 0));
            } else {
                put(plain.bytes(), plain.start(0, 0), plain.end(0, 0) - plain.start(0, 0));
            }
        } else {
            throw new Unwritable(column, "holds " + Cells.words(kind) + OTHER_READERS);
        }
    }

    private void typed(TypedForm form, byte[] source, int start, int end, int column) throws Unwritable {
        typed = true;
        byte[] head = ("{\"" + form.field() + "\":").getBytes(StandardCharsets.US_ASCII);
        put(head, 0, head.length);
        byte[] characters = source;
        int from = start;
        int to = end;
        if (form.base64()) {
            characters = Base64.getEncoder().encode(Arrays.copyOfRange(source, start, end));
            from = 0;
            to = characters.length;
        }
        requireLength(characters, from, to, column);
        text(characters, from, to);
        ensure(1);
        line[length++] = '}';
    }

    private void requireLength(byte[] source, int start, int end, int column) throws Unwritable {
        if (end - start <= limits.textLength()) {
            return;
        }
        long characters = 0;
        for (int i = start; i < end; i++) {
            // Characters past the first 65536 count twice, as they do for a reader.
            characters += (source[i] & 0xc0) == 0x80 ? 0 : (source[i] & 0xf8) == 0xf0 ? 2 : 1;
        }
        if (characters > limits.textLength()) {
            throw new Unwritable(
                    column,
                    "holds a text of " + characters + " characters, and a reader with this heap takes "
                            + limits.textLength() + " (ReadLimits.textLength); give the JVM more heap");
        }
    }

    /** Returns the buffer. */
    byte[] line() {
        return line;
    }

    private void text(byte[] source, int start, int end) {
        ensure(1);
        line[length++] = '"';
        int from = start;
        for (int i = start; i < end; i++) {
            if (ESCAPED[source[i] & 0xff]) {
                put(source, from, i - from);
                escape(source[i]);
                from = i + 1;
            }
        }
        put(source, from, end - from);
        ensure(1);
        line[length++] = '"';
    }

    private void escape(byte b) {
        ensure(6);
        line[length++] = '\\';
        switch (b) {
            case '"', '\\' -> line[length++] = b;
            case '\n' -> line[length++] = 'n';
            case '\r' -> line[length++] = 'r';
            case '\t' -> line[length++] = 't';
            default -> {
                line[length++] = 'u';
                line[length++] = '0';
                line[length++] = '0';
                line[length++] = HEX[b >> 4];
                line[length++] = HEX[b & 0xf];
            }
        }
    }

    private void put(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, line, length, count);
        length += count;
    }

    private void ensure(int more) {
        if (more > line.length - length) {
            line = Arrays.copyOf(line, Math.max(Math.addExact(length, more), line.length + (line.length >> 1)));
        }
    }
}

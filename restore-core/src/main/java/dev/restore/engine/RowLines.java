package dev.restore.engine;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.Rows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes rows of a table as JSON objects, one on each line, into a buffer that is used again. Used by one thread. */
final class RowLines {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
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

    private byte[] line = new byte[1 << 12];
    private int length;

    RowLines(RowForm form) {
        heads = form.heads().toArray(byte[][]::new);
        tail = form.tail();
    }

    /** Writes a row into {@link #line}, with a line feed behind it, and returns how long it is. */
    int write(Rows rows, int row) {
        length = 0;
        byte[] source = rows.bytes();
        for (int column = 0; column < heads.length; column++) {
            put(heads[column], 0, heads[column].length);
            ValueKind kind = rows.kind(row, column);
            if (kind == ValueKind.NULL) {
                put(NULL, 0, NULL.length);
            } else if (kind == ValueKind.TEXT) {
                text(source, rows.start(row, column), rows.end(row, column));
            } else {
                int start = rows.start(row, column);
                put(source, start, rows.end(row, column) - start);
            }
        }
        put(tail, 0, tail.length);
        return length;
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
